#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "auth/secret.h"
#include "base/error.h"

namespace entrepot::auth {

/// What a request showed, not yet believed. A value.
struct Credential {
  enum class Kind : std::uint8_t {
    token,  ///< an API key or an entitlement token, without a name
    named,  ///< a user name with a password or one of the user's API keys
  };
  Kind kind = Kind::token;
  std::string name{};  ///< empty for a token
  Secret secret;
};

/// Longest credential that is looked at, in bytes.
inline constexpr std::size_t kMaxCredentialBytes = 1024;

/// Reads the forms that a header may carry: bare `x`, `Bearer x`, `Token x`, `Basic` of `user:secret`, of `token:x` and
/// of `x:` (RFC 7617), and `X-Api-Key: x`; schemes without regard to case (RFC 9110 section 11.1). Cargo sends what the
/// user stored, verbatim. Nothing in both fields (or an empty one) is no credential; something that is none of the
/// forms is ErrorCode::unauthenticated. Authorization wins over X-Api-Key.
Result<std::optional<Credential>> parse_credential(std::optional<std::string_view> authorization,
                                                   std::optional<std::string_view> x_api_key);

}  // namespace entrepot::auth
