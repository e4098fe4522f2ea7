#include "registry/event.h"

#include <algorithm>
#include <array>

namespace entrepot::registry {
namespace {

constexpr std::array<std::string_view, kEventKindCount> kWords{
    "user_created",
    "user_updated",
    "user_disabled",
    "user_enabled",
    "organisation_created",
    "member_added",
    "member_updated",
    "member_removed",
    "repository_created",
    "repository_updated",
    "repository_deleted",
    "privilege_granted",
    "privilege_withdrawn",
    "published",
    "yanked",
    "unyanked",
    "owner_added",
    "owner_removed",
    "api_key_created",
    "api_key_revoked",
    "api_key_refreshed",
    "entitlement_created",
    "entitlement_refreshed",
    "entitlement_enabled",
    "entitlement_disabled",
    "entitlement_deleted",
    "deleted",
    "restored",
    "quarantined",
    "released",
    "tagged",
    "purged",
    "entitlement_updated",
    "entitlement_reset",
    "session_opened",
    "session_ended",
};
static_assert(!kWords.back().empty());

}  // namespace

std::string_view event_kind_word(EventKind kind) {
  return kWords.at(static_cast<std::size_t>(kind));
}

std::optional<EventKind> parse_event_kind(std::string_view word) {
  const auto found = std::ranges::find(kWords, word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<EventKind>(found - kWords.begin());
}

}  // namespace entrepot::registry
