#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/secret.h"
#include "auth/session.h"
#include "registry/event_log.h"

namespace entrepot::registry {

/// A sign-in by the website that has not ended.
struct SessionRecord {
  std::int64_t id = 0;
  std::string slug_perm;
  std::int64_t user_id = 0;
  auth::SessionTimes times;
  std::string user_agent;  ///< printable ASCII; empty when the browser did not say
  std::string address;     ///< of the client that signed in
};

/// From where somebody signs in.
struct Visitor {
  std::string user_agent{};
  std::string address{};
  std::optional<auth::TokenHash> before{};  ///< the session that the browser had until now, which ends
};

/// The secret exists here for the only time.
struct OpenedSession {
  SessionRecord record;
  auth::Secret secret;
};

/// A user has at most this many sessions: one more ends the one that was not used for longest.
inline constexpr std::size_t kMostSessions = 30;

/// For the actor, who has just shown the password; sessions that are over are forgotten by the way.
Result<OpenedSession> open_session(WriteContext& context, const Visitor& visitor, const auth::SessionLimits& limits);

/// One's own, the last used first. Needs a password, a session or an unrestricted key of scope admin.
Result<std::vector<SessionRecord>> list_sessions(store::Transaction& transaction, const auth::Principal& actor,
                                                 const auth::SessionLimits& limits, Timestamp now);
/// The one by which the actor is there; nothing when they are not there by one.
Result<std::optional<SessionRecord>> present_session(store::Transaction& transaction, const auth::Principal& actor);

/// One's own, at once; `not_found` when there is none.
Result<void> end_session(WriteContext& context, std::string_view slug_perm);
/// The one by which the actor is there, if any.
Result<void> end_present_session(WriteContext& context);
/// All of the actor's but that one.
Result<void> end_other_sessions(WriteContext& context);
/// All of a user whose password changes or who is disabled, but the one by which the actor is there. Without events:
/// what happened to the user is one.
Result<void> drop_sessions(WriteContext& context, std::int64_t user_id);

}  // namespace entrepot::registry
