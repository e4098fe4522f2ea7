#include "base/error.h"

namespace entrepot {

std::unexpected<Error> internal_error(std::string detail) {
  return fail(ErrorCode::internal,
              "Something went wrong on the server; the log has the details under this request's id.",
              std::move(detail));
}

std::unexpected<Error> rate_limited(std::string message, int retry_after_seconds) {
  return std::unexpected(Error{ErrorCode::rate_limited, std::move(message), {}, retry_after_seconds});
}

std::unexpected<Error> unavailable(std::string message, int retry_after_seconds, std::string detail) {
  return std::unexpected(Error{ErrorCode::unavailable, std::move(message), std::move(detail), retry_after_seconds});
}

}  // namespace entrepot
