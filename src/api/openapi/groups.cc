#include "api/openapi/groups.h"

#include <array>

namespace entrepot::api::openapi {
namespace {

constexpr std::array kGroups{
    &kStatusGroup,       &kUsersGroup,        &kOrganisationsGroup, &kKeysGroup,
    &kRepositoriesGroup, &kSetupGroup,        &kPackagesGroup,      &kPackageChangesGroup,
    &kUploadsGroup,      &kEntitlementsGroup, &kUsageGroup,         &kCargoGroup,
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
