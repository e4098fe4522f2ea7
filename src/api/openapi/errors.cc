#include "api/openapi/errors.h"

#include <array>
#include <boost/json.hpp>
#include <cctype>
#include <string_view>
#include <utility>
#include <variant>

#include "api/error_body.h"
#include "api/openapi/common.h"
#include "base/error_code.h"

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

constexpr std::string_view kRequest = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/// When an error comes, and what it may say.
struct Row {
  ErrorCode code;
  std::string_view note;
  std::string_view sentence;
};
constexpr auto kRows = std::to_array<Row>({
    {ErrorCode::bad_request, "The bytes are not what they should be.", "The body is not JSON: syntax error."},
    {ErrorCode::invalid, "The request is understood and breaks a rule.", "This field is required."},
    {ErrorCode::unauthenticated, "There are no credentials, or none that are known.",
     "Authentication credentials were not provided."},
    {ErrorCode::forbidden, "Known, visible, and not allowed.",
     "This needs the privilege Write on the repository; you have Read."},
    {ErrorCode::csrf, "A browser's request by cookie without X-CSRF-Token, or from another site's page.",
     "A request that changes something needs the session's token in the field X-CSRF-Token; GET /v1/session/ tells "
     "it."},
    {ErrorCode::not_found, "Does not exist, or may not be seen.",
     "There is no such repository, or these credentials do not let you see it."},
    {ErrorCode::conflict, "Exists already, or has changed meanwhile.", "There is a repository of this name already."},
    {ErrorCode::too_large, "The body is over its limit.", "The body is larger than 1048576 bytes."},
    {ErrorCode::unsupported_media_type, "The body is of a type that is not understood here.",
     "Send the file as a form of type multipart/form-data."},
    {ErrorCode::rate_limited, "Too much at once; Retry-After says when to come again.",
     "You have made the 600 requests that this server answers in a minute. Try again in 30 seconds."},
});

const Row* find_row(ErrorCode code) {
  for (const Row& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::string_view shape_prefix(ErrorShape shape) {
  switch (shape) {
    case ErrorShape::cargo:
      return "Cargo";
    case ErrorShape::git:
      return "Git";
    case ErrorShape::management:
      break;
  }
  return {};
}

json::object reference_to_header(const Parameter& header) {
  return {{"$ref", "#/components/headers/" + std::string(header.name)}};
}

json::object content_of(ErrorShape shape, Components& components, json::value example) {
  const bool is_git = shape == ErrorShape::git;
  const Schema schema = is_git ? kText : object_of(shape == ErrorShape::cargo ? kCargoErrors : kError);
  json::object media{{"schema", components.schema(schema)}};
  if (!example.is_null()) media["example"] = std::move(example);
  return {{is_git ? "text/plain" : kJson, std::move(media)}};
}

json::value example_of(ErrorCode code, ErrorShape shape, std::string_view sentence) {
  const Error error{code, std::string(sentence), {}, 0};
  const std::array<FieldError, 1> fields{{{"name", std::string(sentence)}}};
  const bool has_fields = code == ErrorCode::invalid && shape == ErrorShape::management;
  const http::Response response =
      has_fields ? field_errors_response(fields, kRequest) : error_response(error, shape, kRequest);
  const std::string& body = std::get<std::string>(response.body);
  return shape == ErrorShape::git ? json::value(body) : json::parse(body);
}

void add_access_errors(const Route& route, std::set<ErrorCode>& to) {
  // Everybody has so many requests to the management API; probes cost none.
  if (route.pattern.starts_with("/v1/") && route.traffic != Traffic::probe) to.insert(ErrorCode::rate_limited);
  if (route.access == Access::sign_in) to.insert({ErrorCode::csrf, ErrorCode::unsupported_media_type});
  if (route.access == Access::anyone || route.access == Access::sign_in) return;
  if (route.access == Access::operators) {
    to.insert(ErrorCode::forbidden);
    return;
  }
  to.insert({ErrorCode::unauthenticated, ErrorCode::rate_limited});
  if (route.shape == ErrorShape::management && route.traffic == Traffic::change) to.insert(ErrorCode::csrf);
  if (is_of_repository(route.access)) to.insert(ErrorCode::not_found);
  // An entitlement token may have limits, which are no business of the management API.
  if (is_of_repository(route.access) && route.shape != ErrorShape::management) to.insert(ErrorCode::forbidden);
  if (route.access == Access::optional_credentials) return;
  if (route.access != Access::signed_in && route.access != Access::repository_read) to.insert(ErrorCode::forbidden);
}

void add_body_errors(const Route& route, const Description& description, std::set<ErrorCode>& to) {
  if (route.body_limit == 0) return;
  to.insert(ErrorCode::too_large);
  if (description.body.schema.kind != Kind::nothing) to.insert({ErrorCode::bad_request, ErrorCode::invalid});
}

}  // namespace

std::set<ErrorCode> errors_of(const Route& route, const Description& description) {
  std::set<ErrorCode> errors(description.errors.begin(), description.errors.end());
  add_access_errors(route, errors);
  add_body_errors(route, description, errors);
  if (route.shape == ErrorShape::management && route.pattern.contains('{')) errors.insert(ErrorCode::not_found);
  // What a git client may not see is a question for credentials; see middleware.cc.
  if (route.shape == ErrorShape::git) errors.erase(ErrorCode::not_found);
  return errors;
}

std::string error_name(ErrorCode code, ErrorShape shape) {
  std::string name(shape_prefix(shape));
  bool is_start = true;
  for (const char c : error_code_word(code)) {
    if (c != '_') name += is_start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    is_start = c == '_';
  }
  return name;
}

std::string other_error_name(ErrorShape shape) {
  return std::string(shape_prefix(shape)) + "OtherError";
}

json::object error_response_json(ErrorCode code, ErrorShape shape, Components& components) {
  const Row* row = find_row(code);
  const std::string_view note = row != nullptr ? row->note : error_code_word(code);
  json::object headers{{kRequestId.name, reference_to_header(kRequestId)}};
  if (code == ErrorCode::unauthenticated) headers[kChallenge.name] = reference_to_header(kChallenge);
  if (shape == ErrorShape::management) {
    for (const Parameter* field : kRateFields) headers[field->name] = reference_to_header(*field);
  }
  if (code == ErrorCode::rate_limited) headers[kRetryAfter.name] = reference_to_header(kRetryAfter);
  json::object response{{"description", note}, {"headers", std::move(headers)}};
  // libgit2 stumbles over a challenge with a body.
  if (shape == ErrorShape::git && code == ErrorCode::unauthenticated) return response;
  response["content"] =
      content_of(shape, components, row == nullptr ? json::value(nullptr) : example_of(code, shape, row->sentence));
  return response;
}

json::object other_error_json(ErrorShape shape, Components& components) {
  return {{"description",
           "Any other failure: 503 with Retry-After when the server is starting, stopping or has too "
           "much to do; 500 with a name for its log otherwise."},
          {"headers", json::object{{kRequestId.name, reference_to_header(kRequestId)},
                                   {kRetryAfter.name, reference_to_header(kRetryAfter)}}},
          {"content", content_of(shape, components, nullptr)}};
}

}  // namespace entrepot::api::openapi
