#pragma once

#include <cstdint>
#include <string_view>

namespace entrepot {

/// Every way in which a request can fail. The table in error_code.cc gives each its word and its HTTP status:
/// the one switch from code to status.
enum class ErrorCode : std::uint8_t {
  bad_request,             ///< the bytes are not what the protocol says
  invalid,                 ///< well formed, but against a rule the user can read
  unauthenticated,         ///< no credentials, or none that are known
  forbidden,               ///< known, visible, not allowed
  csrf,                    ///< a browser's request that perhaps another site's page made
  not_found,               ///< does not exist, or must not be seen
  method_not_allowed,      ///< the path exists, the verb does not
  conflict,                ///< exists already, or changed meanwhile
  too_large,               ///< over a limit in bytes
  headers_too_large,       ///< request line or header fields over their limit
  unsupported_media_type,  ///< the body's type is not understood
  range_not_satisfiable,   ///< RFC 9110 section 14.4
  precondition_failed,     ///< RFC 9110 section 13.1
  rate_limited,            ///< slow down; Retry-After says how long
  timeout,                 ///< the client was too slow
  unavailable,             ///< overload, drain or a full disk; Retry-After says how long
  internal,                ///< a bug or a broken machine; the detail is in the log only
};

inline constexpr int kErrorCodeCount = static_cast<int>(ErrorCode::internal) + 1;

/// The code's word, as it stands in logs, metrics and JSON ("not_found").
std::string_view error_code_word(ErrorCode code);

/// The HTTP status that answers the code (404).
int http_status(ErrorCode code);

}  // namespace entrepot
