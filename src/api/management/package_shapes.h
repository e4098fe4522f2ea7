#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "cargo/dependency.h"
#include "registry/package_lists.h"
#include "registry/repository.h"

/// Packages in the shapes of the management API (Package, PackageStatus, PackageDependency, PackageGroup).
namespace entrepot::api::management {

boost::json::object to_json(const registry::PackageInfo& package, const registry::RepositoryRecord& repository,
                            std::string_view public_url);
/// What a client polls after an upload; here it is the final word at once.
boost::json::object status_json(const registry::PackageInfo& package, const registry::RepositoryRecord& repository,
                                std::string_view public_url);
/// RecycleBinPackage.
boost::json::object deleted_json(const registry::PackageInfo& package, const registry::RepositoryRecord& repository);
/// One entry per comparator of each requirement: `^1.2` is one that "matches", `>=1, <3` are two.
boost::json::array dependencies_json(const std::vector<Dependency>& dependencies);
boost::json::object to_json(const registry::PackageGroup& group);

}  // namespace entrepot::api::management
