#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/error_code.h"

namespace entrepot {

/// Why something failed. `message` is a sentence for the user and may leave the house; `detail` is for the log only.
/// Neither ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;
  std::string detail{};
  int retry_after_seconds = 0;  ///< becomes Retry-After when above 0
};

template <typename T = void>
using Result = std::expected<T, Error>;

/// A Result's unhappy side: `return fail(ErrorCode::invalid, "The crate name is empty.");`
inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(detail)});
}

inline std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::invalid, std::move(message));
}

/// A failure that is ours, not the user's: the user gets one constant sentence, the log gets the detail.
std::unexpected<Error> internal_error(std::string detail);

/// 429 with Retry-After.
std::unexpected<Error> rate_limited(std::string message, int retry_after_seconds);

/// 503 with Retry-After.
std::unexpected<Error> unavailable(std::string message, int retry_after_seconds, std::string detail = {});

}  // namespace entrepot
