#pragma once

#include <span>
#include <string_view>

#include "api/openapi/vocabulary.h"

namespace entrepot::api::openapi {

/// Every group, in the order of the document. Each stands in a file of its own.
std::span<const Group* const> groups();

/// A description with the group it stands in; null for a route that nobody has described, which a test forbids.
struct Described {
  const Group* group = nullptr;
  const Description* description = nullptr;
};
Described find_description(std::string_view route);

extern const Group kStatusGroup;
extern const Group kSessionsGroup;
extern const Group kUsersGroup;
extern const Group kOrganisationsGroup;
extern const Group kKeysGroup;
extern const Group kRepositoriesGroup;
extern const Group kSetupGroup;
extern const Group kCratesGroup;
extern const Group kPackagesGroup;
extern const Group kPackageChangesGroup;
extern const Group kUploadsGroup;
extern const Group kEntitlementsGroup;
extern const Group kUsageGroup;
extern const Group kActivityGroup;
extern const Group kCargoGroup;
extern const Group kGitGroup;
extern const Group kOperationsGroup;

}  // namespace entrepot::api::openapi
