#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace entrepot::registry {

/// Everything that can happen. The table in event.cc gives each its word, which is what the database holds; the one in
/// event_kinds.cc how people are told, and who.
enum class EventKind : std::uint8_t {
  user_created,
  user_updated,  ///< password, email or admin flag
  user_disabled,
  user_enabled,
  organisation_created,
  member_added,
  member_updated,
  member_removed,
  repository_created,
  repository_updated,
  repository_deleted,
  privilege_granted,  ///< to a user, in one repository; data says which "privilege"
  privilege_withdrawn,
  published,  ///< in the place of another upload: data has that one's "replaced_line", null when it was deleted
  yanked,     ///< of a version in quarantine, data says "in_quarantine": its line does not change
  unyanked,
  owner_added,
  owner_removed,
  api_key_created,
  api_key_revoked,
  api_key_refreshed,  ///< it has another secret
  entitlement_created,
  entitlement_refreshed,
  entitlement_enabled,
  entitlement_disabled,
  entitlement_deleted,
  deleted,              ///< a version, with a tombstone; may be restored for seven days; data has the "line_before"
  restored,             ///< a deleted version
  quarantined,          ///< no downloads, and the index says yanked; data has the "line_before"
  released,             ///< from quarantine; data likewise
  tagged,               ///< its tags changed
  purged,               ///< a deleted version: it can be restored no more
  entitlement_updated,  ///< its name, token or limits
  entitlement_reset,    ///< its counts begin anew because somebody asked for it
  session_opened,       ///< somebody signed in to the website; data says from where
  session_ended,        ///< by signing out, or because its user said so
};

inline constexpr std::size_t kEventKindCount = static_cast<std::size_t>(EventKind::session_ended) + 1;

std::string_view event_kind_word(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view word);

/// One entry of the log that is the truth: a row of `events`. Immutable. `sequence` grows with the order of commits
/// (gaps are possible). Fields that a kind does not need are 0 or empty.
struct Event {
  std::int64_t sequence = 0;
  EventKind kind = EventKind::published;
  Timestamp at{};
  std::string actor{};  ///< the user's slug, or "system"
  std::int64_t namespace_id = 0;
  std::int64_t repository_id = 0;
  std::int64_t subject_id = 0;  ///< user, key, entitlement or version that it is about
  std::string crate{};          ///< as it is spelled in the index
  std::string version{};
  std::string data = "{}";  ///< a JSON object with what else an audit wants; never a secret
};

}  // namespace entrepot::registry
