#include "api/error_body.h"

#include <array>
#include <boost/json.hpp>
#include <cstddef>
#include <string>
#include <utility>

#include "api/json.h"

namespace entrepot::api {
namespace json = boost::json;
namespace {

constexpr int kUnprocessable = 422;

/// What clients print, who hide every field of an answer.
std::string sentence(const Error& error, std::string_view request_id) {
  std::string text = error.message;
  return text.append(" (request ").append(request_id).append(")");
}

json::object cargo_body(const Error& error, std::string_view request_id) {
  return {{"errors", json::array{json::object{{"detail", sentence(error, request_id)}}}}};
}

json::object management_body(const Error& error, std::string_view request_id) {
  json::object body{{"detail", error.message}, {"code", error_code_word(error.code)}, {"request_id", request_id}};
  if (error.code == ErrorCode::invalid) {
    body["fields"] = json::object{{"non_field_errors", json::array{error.message}}};
  }
  return body;
}

http::Response shaped_response(const Error& error, ErrorShape shape, std::string_view request_id) {
  const int status = error_status(error.code, shape);
  switch (shape) {
    case ErrorShape::git:
      return http::text_response(status, "text/plain; charset=utf-8", sentence(error, request_id) + "\n");
    case ErrorShape::management:
      return json_response(status, management_body(error, request_id));
    case ErrorShape::cargo:
      break;
  }
  return json_response(status, cargo_body(error, request_id));
}

}  // namespace

int error_status(ErrorCode code, ErrorShape shape) {
  if (code == ErrorCode::invalid && shape == ErrorShape::management) return kUnprocessable;
  return http_status(code);
}

ErrorShape error_shape_of(std::string_view path) {
  std::size_t start = path.starts_with('/') ? 1 : 0;
  for (int segment = 0; segment < 3; ++segment) {
    const std::size_t slash = path.find('/', start);
    if (slash == std::string_view::npos) return ErrorShape::management;
    start = slash + 1;
  }
  const std::string_view rest = path.substr(start);
  return rest == "cargo" || rest.starts_with("cargo/") ? ErrorShape::cargo : ErrorShape::management;
}

http::Response error_response(const Error& error, ErrorShape shape, std::string_view request_id) {
  http::Response response = shaped_response(error, shape, request_id);
  response.fields.add("cache-control", "no-store");
  if (error.retry_after_seconds > 0) response.fields.add("retry-after", std::to_string(error.retry_after_seconds));
  return response;
}

http::Response field_errors_response(std::span<const FieldError> errors, std::string_view request_id) {
  json::object fields;
  for (const FieldError& error : errors) {
    json::value& messages = fields[error.field];
    if (!messages.is_array()) messages = json::array{};
    messages.as_array().emplace_back(error.message);
  }
  const std::string detail = errors.empty() ? "The request is not valid." : errors.front().message;
  http::Response response = json_response(
      kUnprocessable,
      json::object{{"detail", detail}, {"code", "invalid"}, {"fields", std::move(fields)}, {"request_id", request_id}});
  response.fields.add("cache-control", "no-store");
  return response;
}

}  // namespace entrepot::api
