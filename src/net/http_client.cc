#include "net/http_client.h"

#include <curl/curl.h>

#include <memory>
#include <mutex>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::net {
namespace {

constexpr std::size_t kMostAnswerFields = 200;

struct Closer {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURL, Closer>;
using FieldList = std::unique_ptr<curl_slist, Closer>;

struct Receiver {
  HttpAnswer answer;
  std::uint64_t limit;
  bool too_large = false;
};

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  if (receiver.answer.body.size() + size * count > receiver.limit) {
    receiver.too_large = true;
    return 0;
  }
  receiver.answer.body.append(bytes, size * count);
  return size * count;
}

std::size_t on_field(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& fields = static_cast<Receiver*>(user)->answer.fields;
  std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) fields.clear();  // an interim answer came before
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || fields.size() == kMostAnswerFields) return size * count;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ')) value.remove_prefix(1);
  fields.emplace_back(to_lower(line.substr(0, colon)), value);
  return size * count;
}

int on_progress(void* user, curl_off_t /*down_all*/, curl_off_t /*down*/, curl_off_t /*up_all*/, curl_off_t up) {
  (*static_cast<const std::function<void(std::uint64_t)>*>(user))(static_cast<std::uint64_t>(up));
  return 0;
}

/// The URL as an error may show it.
std::string harmless_url(const std::string& text) {
  const std::unique_ptr<CURLU, Closer> url(curl_url());
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return "this URL";
  for (const CURLUPart part :
       {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT, CURLUPART_PATH}) {
    curl_url_set(url.get(), part, nullptr, 0);
  }
  char* shown = nullptr;
  if (curl_url_get(url.get(), CURLUPART_URL, &shown, 0) != CURLUE_OK) return "this URL";
  std::string copy(shown);
  curl_free(shown);
  if (copy.ends_with('/')) copy.pop_back();
  return copy;
}

std::unexpected<Error> failure(const HttpCall& call, const Receiver& receiver, CURLcode code) {
  const std::string where = harmless_url(call.url);
  if (receiver.too_large) return fail(ErrorCode::too_large, "The answer of " + where + " is too large.");
  if (code == CURLE_OPERATION_TIMEDOUT) return fail(ErrorCode::timeout, where + " did not answer in time.");
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
    return invalid("`" + where + "` is no http or https URL.");
  }
  return fail(ErrorCode::unavailable, where + " cannot be reached: " + curl_easy_strerror(code) + ".");
}

/// Fails for a field that would smuggle another line.
Result<FieldList> make_fields(const HttpCall& call) {
  FieldList list;
  for (const auto& [name, value] : call.fields) {
    const std::string line = name + ": " + value;
    if (line.find_first_of("\r\n") != std::string::npos) return invalid("A header field must be one line.");
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return internal_error("curl_slist_append");
    list.release();
    list.reset(longer);
  }
  return list;
}

void set_method(CURL* curl, const HttpCall& call) {
  if (call.method == "GET" && call.body.empty()) return;
  if (call.method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
  if (call.body.empty() && call.method == "DELETE") return;
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
}

}  // namespace

std::string_view HttpAnswer::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

Result<HttpAnswer> send(const HttpCall& call) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const Handle curl(curl_easy_init());
  if (curl == nullptr) return internal_error("curl_easy_init");
  TRY_ASSIGN(const FieldList fields, make_fields(call));
  Receiver receiver{.answer = {}, .limit = call.max_answer_bytes};

  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, fields.get());
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call.connect_timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout.count()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &receiver);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &on_field);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &receiver);
  if (!call.certificate_authorities.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, call.certificate_authorities.c_str());
  }
  if (call.progress) {
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &call.progress);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  }
  set_method(curl.get(), call);

  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return failure(call, receiver, code);
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  receiver.answer.status = static_cast<int>(status);
  return std::move(receiver.answer);
}

}  // namespace entrepot::net
