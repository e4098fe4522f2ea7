#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/response.h"

namespace entrepot::api {

/// How an error is told: cargo reads one shape, clients of the management API another.
enum class ErrorShape : std::uint8_t {
  cargo,       ///< {"errors":[{"detail":"…"}]} (Cargo book, "Registry Web API")
  git,         ///< a sentence as text/plain, which git shows (gitprotocol-http)
  management,  ///< {"detail":"…","code":"…","request_id":"…"}, with "fields" where the body was wrong
};

/// The shape for a path that no route has: cargo's below /{access}/{namespace}/{repository}/cargo, else management's.
ErrorShape error_shape_of(std::string_view path);

/// The status of an error. The management API tells a rule that was broken (422) from bytes that could not be read
/// (400); cargo has 400 for both.
int error_status(ErrorCode code, ErrorShape shape);

/// The answer to a failed request. Retry-After is set when the error has one; the error's detail stays in the house.
/// In cargo's shape the sentence names the request, because cargo hides the fields of an answer.
http::Response error_response(const Error& error, ErrorShape shape, std::string_view request_id);

/// What is wrong with one field of a management request's body.
struct FieldError {
  std::string field;
  std::string message;
};

/// 422 with {"detail","code":"invalid","fields":{field:[message]},"request_id"}.
http::Response field_errors_response(std::span<const FieldError> errors, std::string_view request_id);

}  // namespace entrepot::api
