#include "api/csrf.h"

#include <string>
#include <utility>

#include "api/same_origin.h"
#include "auth/session.h"
#include "base/encoding.h"

namespace entrepot::api {
namespace {

constexpr std::string_view kTokenField = "x-csrf-token";

Progress refuse(Exchange& exchange, ErrorCode code, std::string sentence) {
  exchange.failure = Error{code, std::move(sentence), {}, 0};
  return Progress::done;
}

bool is_read(http::Method method) {
  return method == http::Method::get || method == http::Method::head;
}

/// A type that a form of another site cannot send without asking first (the preflight of CORS, which is not answered).
bool is_json(const http::Request& request) {
  const std::string_view type = request.field("content-type").value_or("");
  return request.field_count("content-type") == 1 &&
         equals_ignoring_case(trimmed(type.substr(0, type.find(';'))), "application/json");
}

bool has_token(const Call& call) {
  return call.request.field_count(kTokenField) == 1 &&
         auth::is_csrf_token_of(call.session, trimmed(call.request.field(kTokenField).value_or("")));
}

}  // namespace

Progress check_csrf(Exchange& exchange) {
  const Call& call = exchange.call;
  const bool signs_in = call.route->access == Access::sign_in;
  if (!signs_in && (call.session.empty() || is_read(call.request.method))) return Progress::next;
  if (!is_same_origin(call.request, call.public_url())) {
    return refuse(exchange, ErrorCode::csrf,
                  "A page of another site made this request; only pages of this server may.");
  }
  if (signs_in) {
    if (is_json(call.request)) return Progress::next;
    return refuse(exchange, ErrorCode::unsupported_media_type, "Send the body as application/json.");
  }
  if (has_token(call)) return Progress::next;
  return refuse(exchange, ErrorCode::csrf,
                "A request that changes something needs the session's token in the field X-CSRF-Token; "
                "GET /v1/session/ tells it.");
}

}  // namespace entrepot::api
