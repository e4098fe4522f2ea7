#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "auth/principal.h"
#include "registry/event.h"

namespace entrepot::registry {

/// Whose history an event belongs to: that of a repository, or only that of a namespace (and of the whole server).
enum class EventHome : std::uint8_t { repository, namespace_ };

/// What `Event::subject_id` is the number of, where people are told its name.
enum class EventSubject : std::uint8_t { nothing, user, api_key, entitlement };

/// How an event is told to people. The table in event_kinds.cc has a row for each kind. `sentence` and `other_sentence`
/// hold {actor}, {crate}, {version}, {subject}, {namespace}, {repository} (with its namespace), {role} and {privilege},
/// the last two from the event's data; `other_sentence` is for events whose data has `other_key`.
struct EventKindRow {
  EventKind kind;
  EventHome home;
  auth::Privilege least;  ///< on the repository, to see it; a namespace's events are for who administers that
  EventSubject subject;
  std::string_view sentence;
  std::string_view shown{};  ///< what may be shown of the event's data; all else stays in the log
  std::string_view other_key{};
  std::string_view other_sentence{};
};

/// In the order of the kinds.
std::span<const EventKindRow> event_kinds();
const EventKindRow& event_kind_row(EventKind kind);

/// "user", "api_key", "entitlement": the member of an event's details that names the subject; "" for nothing.
std::string_view event_subject_word(EventSubject subject);

}  // namespace entrepot::registry
