#include "registry/event_kinds.h"

#include <array>

namespace entrepot::registry {
namespace {

using enum EventKind;
using enum EventSubject;
constexpr EventHome kOfNamespace = EventHome::namespace_;
constexpr EventHome kOfRepository = EventHome::repository;
constexpr auth::Privilege kRead = auth::Privilege::read;
constexpr auth::Privilege kWrite = auth::Privilege::write;
constexpr auth::Privilege kAdmin = auth::Privilege::admin;

constexpr std::array kRows{
    EventKindRow{user_created, kOfNamespace, kAdmin, user, "{actor} created the user {subject}"},
    EventKindRow{user_updated, kOfNamespace, kAdmin, user, "{actor} changed the account of {subject}"},
    EventKindRow{user_disabled, kOfNamespace, kAdmin, user, "{actor} disabled the user {subject}"},
    EventKindRow{user_enabled, kOfNamespace, kAdmin, user, "{actor} enabled the user {subject} again"},
    EventKindRow{organisation_created, kOfNamespace, kAdmin, nothing, "{actor} created the organisation {namespace}"},
    EventKindRow{member_added, kOfNamespace, kAdmin, user, "{actor} added {subject} to {namespace} as {role}", "role"},
    EventKindRow{member_updated, kOfNamespace, kAdmin, user,
                 "{actor} changed the role of {subject} in {namespace} to {role}", "role"},
    EventKindRow{member_removed, kOfNamespace, kAdmin, user, "{actor} removed {subject} from {namespace}", "role"},
    EventKindRow{repository_created, kOfRepository, kWrite, nothing, "{actor} created the repository {repository}"},
    EventKindRow{repository_updated, kOfRepository, kWrite, nothing, "{actor} changed the settings of {repository}"},
    EventKindRow{repository_deleted, kOfNamespace, kAdmin, nothing, "{actor} deleted the repository {repository}"},
    EventKindRow{privilege_granted, kOfRepository, kAdmin, user,
                 "{actor} gave {subject} the privilege {privilege} on {repository}", "privilege"},
    EventKindRow{privilege_withdrawn, kOfRepository, kAdmin, user,
                 "{actor} withdrew the privilege {privilege} on {repository} from {subject}", "privilege"},
    EventKindRow{published, kOfRepository, kRead, nothing, "{actor} published {crate} {version}", "checksum",
                 "replaced_line", "{actor} published {crate} {version} in the place of another upload"},
    EventKindRow{yanked, kOfRepository, kRead, nothing, "{actor} yanked {crate} {version}"},
    EventKindRow{unyanked, kOfRepository, kRead, nothing, "{actor} unyanked {crate} {version}"},
    EventKindRow{owner_added, kOfRepository, kRead, user, "{actor} made {subject} an owner of {crate}"},
    EventKindRow{owner_removed, kOfRepository, kRead, user, "{actor} removed {subject} from the owners of {crate}"},
    EventKindRow{api_key_created, kOfNamespace, kAdmin, api_key,
                 "{actor} created the API key '{subject}' of {namespace}"},
    EventKindRow{api_key_revoked, kOfNamespace, kAdmin, api_key,
                 "{actor} revoked the API key '{subject}' of {namespace}"},
    EventKindRow{api_key_refreshed, kOfNamespace, kAdmin, api_key,
                 "{actor} gave the API key '{subject}' of {namespace} another secret"},
    EventKindRow{entitlement_created, kOfRepository, kAdmin, entitlement,
                 "{actor} created the entitlement token '{subject}'"},
    EventKindRow{entitlement_refreshed, kOfRepository, kAdmin, entitlement,
                 "{actor} gave the entitlement token '{subject}' another secret"},
    EventKindRow{entitlement_enabled, kOfRepository, kAdmin, entitlement,
                 "{actor} enabled the entitlement token '{subject}'"},
    EventKindRow{entitlement_disabled, kOfRepository, kAdmin, entitlement,
                 "{actor} disabled the entitlement token '{subject}'"},
    EventKindRow{entitlement_deleted, kOfRepository, kAdmin, entitlement,
                 "{actor} deleted the entitlement token '{subject}'"},
    EventKindRow{deleted, kOfRepository, kRead, nothing, "{actor} deleted {crate} {version}"},
    EventKindRow{restored, kOfRepository, kRead, nothing, "{actor} restored {crate} {version}"},
    EventKindRow{quarantined, kOfRepository, kWrite, nothing, "{actor} put {crate} {version} in quarantine"},
    EventKindRow{released, kOfRepository, kWrite, nothing, "{actor} released {crate} {version} from quarantine"},
    EventKindRow{tagged, kOfRepository, kRead, nothing, "{actor} changed the tags of {crate} {version}", "tags"},
    EventKindRow{purged, kOfRepository, kWrite, nothing, "{actor} removed {crate} {version} for good"},
    EventKindRow{entitlement_updated, kOfRepository, kAdmin, entitlement,
                 "{actor} changed the entitlement token '{subject}'"},
    EventKindRow{entitlement_reset, kOfRepository, kAdmin, entitlement,
                 "{actor} began the counts of the entitlement token '{subject}' anew"},
    EventKindRow{session_opened, kOfNamespace, kAdmin, nothing, "{actor} signed in to the website"},
    EventKindRow{session_ended, kOfNamespace, kAdmin, nothing, "{actor} ended a session of {namespace} on the website"},
};

constexpr bool rows_are_in_order() {
  for (std::size_t index = 0; index < kRows.size(); ++index) {
    if (static_cast<std::size_t>(kRows[index].kind) != index || kRows[index].sentence.empty()) return false;
  }
  return true;
}
static_assert(rows_are_in_order(), "kRows is indexed by the kind");
static_assert(kRows.size() == kEventKindCount, "every kind has its sentence");

}  // namespace

std::span<const EventKindRow> event_kinds() {
  return kRows;
}

const EventKindRow& event_kind_row(EventKind kind) {
  return kRows.at(static_cast<std::size_t>(kind));
}

std::string_view event_subject_word(EventSubject subject) {
  static constexpr std::array<std::string_view, 4> kSubjects{"", "user", "api_key", "entitlement"};
  return kSubjects.at(static_cast<std::size_t>(subject));
}

}  // namespace entrepot::registry
