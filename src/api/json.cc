#include "api/json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::api {
namespace json = boost::json;

http::Response json_response(int status, const json::value& body) {
  return http::text_response(status, "application/json", json::serialize(body));
}

http::Response json_response(int status, const json::object& body) {
  return http::text_response(status, "application/json", json::serialize(body));
}

http::Response json_text_response(int status, std::string text) {
  return http::text_response(status, "application/json", std::move(text));
}

struct JsonInput::Held {
  json::object object;
};

JsonInput::JsonInput(std::unique_ptr<Held> held) : held_(std::move(held)) {}
JsonInput::JsonInput(JsonInput&&) noexcept = default;
JsonInput& JsonInput::operator=(JsonInput&&) noexcept = default;
JsonInput::~JsonInput() = default;

net::Task<Result<JsonInput>> JsonInput::read(http::RequestBody& body, std::uint64_t limit) {
  CO_TRY_ASSIGN(const std::string text, co_await http::read_all(body, limit));
  co_return parse(text);
}

Result<JsonInput> JsonInput::parse(std::string_view text) {
  auto held = std::make_unique<Held>();
  if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    if (!is_utf8(text)) return fail(ErrorCode::bad_request, "The body is not UTF-8.");
    json::error_code error;
    json::value value = json::parse({text.data(), text.size()}, error);
    if (error) return fail(ErrorCode::bad_request, "The body is not JSON: " + error.message() + ".");
    if (!value.is_object()) return fail(ErrorCode::bad_request, "The body must be a JSON object.");
    held->object = std::move(value.as_object());
  }
  return JsonInput(std::move(held));
}

const json::object& JsonInput::object() const {
  return held_->object;
}

const json::value* JsonInput::find(std::string_view field) const {
  return held_->object.if_contains({field.data(), field.size()});
}

void JsonInput::refuse(std::string_view field, std::string message) {
  errors_.push_back({std::string(field), std::move(message)});
}

std::optional<std::string> JsonInput::text(std::string_view field, Need need) {
  const json::value* value = find(field);
  if (value == nullptr || value->is_null()) {
    if (need == Need::required) refuse(field, "This field is required.");
    return std::nullopt;
  }
  if (!value->is_string()) {
    refuse(field, "Not a valid string.");
    return std::nullopt;
  }
  std::string text(value->get_string());
  if (text.empty() && need == Need::required) {
    refuse(field, "This field may not be blank.");
    return std::nullopt;
  }
  if (std::ranges::find(text, '\0') != text.end()) {
    refuse(field, "Null characters are not allowed.");
    return std::nullopt;
  }
  return text;
}

std::optional<bool> JsonInput::flag(std::string_view field) {
  const json::value* value = find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  refuse(field, "Must be true or false.");
  return std::nullopt;
}

std::optional<std::int64_t> JsonInput::number(std::string_view field) {
  const json::value* value = find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (value->is_int64()) return value->get_int64();
  refuse(field, "A valid integer is required.");
  return std::nullopt;
}

std::optional<std::vector<std::string>> JsonInput::texts(std::string_view field) {
  const json::value* value = find(field);
  if (value == nullptr || value->is_null()) return std::nullopt;
  std::vector<std::string> texts;
  const bool is_list = value->is_array();
  if (is_list) {
    for (const json::value& item : value->get_array()) {
      if (!item.is_string()) break;
      texts.emplace_back(item.get_string());
    }
  }
  if (is_list && texts.size() == value->get_array().size()) return texts;
  refuse(field, "Must be a list of strings.");
  return std::nullopt;
}

std::optional<std::string> JsonInput::word(std::string_view field, std::span<const std::string_view> words, Need need) {
  std::optional<std::string> text = this->text(field, need);
  if (!text || std::ranges::find(words, *text) != words.end()) return text;
  std::string choices;
  for (const std::string_view word : words) choices.append(choices.empty() ? "" : ", ").append(word);
  refuse(field, "\"" + *text + "\" is not a valid choice; choose one of: " + choices + ".");
  return std::nullopt;
}

}  // namespace entrepot::api
