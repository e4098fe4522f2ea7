#include "api/openapi/groups.h"

#include <array>

namespace entrepot::api::openapi {
namespace {

constexpr std::array kGroups{
    &kStatusGroup,       &kSessionsGroup,     &kUsersGroup,  &kOrganisationsGroup, &kKeysGroup,
    &kRepositoriesGroup, &kSetupGroup,        &kCratesGroup, &kPackagesGroup,      &kPackageChangesGroup,
    &kUploadsGroup,      &kEntitlementsGroup, &kUsageGroup,  &kActivityGroup,      &kCargoGroup,
    &kGitGroup,          &kOperationsGroup,
};

}  // namespace

std::span<const Group* const> groups() {
  return kGroups;
}

Described find_description(std::string_view route) {
  for (const Group* group : kGroups) {
    for (const Description& description : group->descriptions) {
      if (description.route == route) return {group, &description};
    }
  }
  return {};
}

}  // namespace entrepot::api::openapi
