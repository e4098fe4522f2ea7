#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "auth/secret.h"
#include "base/clock.h"
#include "base/random.h"

namespace entrepot::auth {

/// How long a session of the website lasts. They hold for the sessions that there are, too.
struct SessionLimits {
  Seconds idle{std::chrono::hours(12)};           ///< since its last request
  Seconds absolute{std::chrono::hours(14 * 24)};  ///< since the password was shown
};

/// When a session began and was last used. A value.
struct SessionTimes {
  Timestamp created_at{};
  Timestamp last_used_at{};
};

/// The first moment at which it is good for nothing, whoever uses it until then or not.
Timestamp absolute_end(const SessionTimes& times, const SessionLimits& limits);
/// The first moment at which it is good for nothing if nobody uses it any more.
Timestamp idle_end(const SessionTimes& times, const SessionLimits& limits);

inline constexpr std::size_t kSessionSecretLength = 44;

/// 44 alphanumerics, 261 bits: what the cookie of a session holds. Only its hash is kept.
Secret make_session_secret(Random& random);
bool looks_like_session_secret(std::string_view text);

/// What every write of a session must bring in a field of its own, which no other site can make a browser send: a keyed
/// hash (BLAKE2b, RFC 7693) with the session's secret as its key, so that it needs no row and says nothing of the
/// secret. 64 hex digits.
std::string csrf_token(std::string_view session_secret);
/// In the same time for every wrong one.
bool is_csrf_token_of(std::string_view session_secret, std::string_view token);

}  // namespace entrepot::auth
