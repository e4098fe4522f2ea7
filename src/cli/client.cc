#include "cli/client.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "base/encoding.h"
#include "base/try.h"
#include "net/http_client.h"

namespace entrepot::cli {
namespace {

constexpr int kPageSize = 500;  // the most that a server gives
constexpr std::chrono::milliseconds kTransferTimeout = std::chrono::minutes(30);
constexpr std::uint64_t kLargestFile = std::uint64_t{4} * 1024 * 1024 * 1024;
// A server that keeps saying there is one more page must not keep us for ever.
constexpr int kMostPages = 10'000;

std::string_view word_of(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::delete_:
      return "DELETE";
  }
  return "GET";
}

ErrorCode code_of(int status) {
  for (int i = 0; i < kErrorCodeCount; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    if (http_status(code) == status) return code;
  }
  return status >= 500 ? ErrorCode::internal : ErrorCode::bad_request;
}

Result<boost::json::value> parse(std::string_view body) {
  if (body.empty()) return boost::json::value(nullptr);
  boost::json::error_code problem;
  boost::json::value value = boost::json::parse(boost::json::string_view(body.data(), body.size()), problem);
  if (problem) return fail(ErrorCode::internal, "The server's answer is no JSON. Is the URL that of an Entrepot?");
  return value;
}

int number_in(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Downloads are answered as cargo is: {"errors":[{"detail":"…"}]}.
std::optional<std::string> first_of_cargo(const boost::json::object& object) {
  const auto* errors = object.if_contains("errors");
  if (errors == nullptr || !errors->is_array() || errors->get_array().empty()) return std::nullopt;
  const boost::json::object* first = errors->get_array().front().if_object();
  const auto* detail = first == nullptr ? nullptr : first->if_contains("detail");
  return detail != nullptr && detail->is_string() ? std::optional(std::string(detail->get_string())) : std::nullopt;
}

}  // namespace

struct Client::Answer {
  std::string body;
  int pages = 1;
};

std::string refusal_sentence(int status, std::string_view body, std::string_view request_id) {
  std::string sentence;
  std::string below;  // what is said of each field
  bool is_said_below = false;
  boost::json::error_code problem;
  const boost::json::value parsed = boost::json::parse(boost::json::string_view(body.data(), body.size()), problem);
  if (!problem && parsed.is_object()) {
    const boost::json::object& object = parsed.get_object();
    if (const auto* detail = object.if_contains("detail"); detail != nullptr && detail->is_string()) {
      sentence = std::string_view(detail->get_string());
    }
    if (sentence.empty()) sentence = first_of_cargo(object).value_or("");
    if (const auto* fields = object.if_contains("fields"); fields != nullptr && fields->is_object()) {
      for (const auto& field : fields->get_object()) {
        const boost::json::array* messages = field.value().if_array();
        if (messages == nullptr) continue;
        for (const boost::json::value& message : *messages) {
          if (!message.is_string()) continue;
          const std::string_view text = message.get_string();
          is_said_below = is_said_below || text == sentence;
          below += below.empty() ? "" : "\n  ";
          below += field.key() == "non_field_errors" ? std::string(text)
                                                     : fmt::format("{}: {}", std::string_view(field.key()), text);
        }
      }
    }
  }
  // The detail is often the first of the fields' messages.
  if (is_said_below)
    sentence = std::move(below);
  else if (!below.empty())
    sentence += "\n  " + below;
  if (sentence.empty()) sentence = fmt::format("The server answered with status {}.", status);
  if (!request_id.empty() && sentence.find(request_id) == std::string::npos)
    sentence += fmt::format(" (request {})", request_id);
  return sentence;
}

std::string path(std::initializer_list<std::string_view> parts) {
  std::string whole = "/";
  for (const std::string_view part : parts) whole += encode_percent(part) + "/";
  return whole;
}

Result<Client::Answer> Client::send(Verb verb, const std::string& url, std::string body, Content content,
                                    const Progress& progress) {
  net::HttpCall call;
  call.method = word_of(verb);
  call.url = url;
  call.fields = {{"accept", "application/json"}};
  if (!settings_.password.empty()) {
    call.fields.emplace_back("authorization", "Basic " + encode_base64(as_bytes(settings_.password)));
  } else if (!settings_.api_key.empty()) {
    call.fields.emplace_back("authorization", "Bearer " + settings_.api_key);
  }
  if (!body.empty()) {
    call.fields.emplace_back("content-type",
                             content == Content::json ? "application/json" : "application/octet-stream");
  }
  if (content == Content::bytes) {
    call.timeout = kTransferTimeout;
    call.max_answer_bytes = kLargestFile;
  }
  call.body = std::move(body);
  call.progress = progress;
  TRY_ASSIGN(net::HttpAnswer answer, net::send(call));
  if (answer.status < 200 || answer.status > 299) {
    std::string sentence = refusal_sentence(answer.status, answer.body, answer.field("x-request-id"));
    refusal_ = Refusal{answer.status, std::move(answer.body), sentence};
    Error error{code_of(answer.status), std::move(sentence)};
    // Used up, and there again after that; other 429s do not pass by waiting.
    if (answer.field("x-ratelimit-remaining") == "0") {
      error.retry_after_seconds = number_in(answer.field("retry-after"));
    }
    return std::unexpected(std::move(error));
  }
  return Answer{std::move(answer.body), std::max(1, number_in(answer.field("x-pagination-pagetotal")))};
}

Result<boost::json::value> Client::call(Verb verb, std::string_view path) {
  TRY_ASSIGN(const Answer answer, send(verb, api_url(path), {}));
  return parse(answer.body);
}

Result<boost::json::value> Client::call(Verb verb, std::string_view path, const boost::json::object& body) {
  TRY_ASSIGN(const Answer answer, send(verb, api_url(path), boost::json::serialize(body)));
  return parse(answer.body);
}

Result<boost::json::value> Client::put_bytes(std::string_view path_and_query, std::string bytes,
                                             const Progress& progress) {
  TRY_ASSIGN(const Answer answer, send(Verb::put, api_url(path_and_query), std::move(bytes), Content::bytes, progress));
  return parse(answer.body);
}

Result<std::string> Client::fetch(std::string_view path) {
  TRY_ASSIGN(Answer answer, send(Verb::get, settings_.url + std::string(path), {}, Content::bytes));
  return std::move(answer.body);
}

Result<boost::json::array> Client::list(std::string_view path, std::string_view query) {
  return read_pages(path, query, {});
}

Result<boost::json::array> Client::list_in(std::string_view key, std::string_view path) {
  return read_pages(path, {}, key);
}

Result<boost::json::array> Client::read_pages(std::string_view path, std::string_view query, std::string_view key) {
  boost::json::array all;
  int pages = 1;
  for (int page = 1; page <= pages && page <= kMostPages; ++page) {
    const std::string whole =
        fmt::format("{}?page={}&page_size={}{}{}", path, page, kPageSize, query.empty() ? "" : "&", query);
    TRY_ASSIGN(const Answer answer, send(Verb::get, api_url(whole), {}));
    TRY_ASSIGN(const boost::json::value parsed, parse(answer.body));
    const boost::json::value* items = &parsed;
    if (!key.empty()) items = parsed.is_object() ? parsed.get_object().if_contains(key) : nullptr;
    if (items == nullptr || !items->is_array())
      return fail(ErrorCode::internal, "The server's answer is no list. Is the URL that of an Entrepot?");
    for (const boost::json::value& item : items->get_array()) all.push_back(item);
    pages = answer.pages;
  }
  return all;
}

}  // namespace entrepot::cli
