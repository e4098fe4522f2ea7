#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>
#include <vector>

#include "cargo/dependency.h"
#include "cargo/index_line.h"
#include "registry/crate_contents.h"
#include "registry/crate_dependents.h"
#include "registry/crate_details.h"
#include "registry/crate_list.h"
#include "registry/crate_rights.h"

/// Crates and their versions as pages show them. Pure.
namespace entrepot::api::management {

boost::json::object to_json(const registry::CrateSummary& crate);
boost::json::object to_json(const registry::CrateRights& rights);
boost::json::array to_json(const std::vector<registry::CrateOwner>& owners);
boost::json::object to_json(const registry::CrateDependent& dependent);
boost::json::object to_json(const PackagedFile& file);

/// A version as one of many.
Result<boost::json::object> short_json(const registry::CrateVersion& version);
/// A version on a page of its own, without dependencies; `contents` is null where they are not to be seen.
boost::json::object full_json(const registry::CrateRow& crate, const registry::CrateVersion& version,
                              const IndexLine& line, const registry::CrateContents* contents);
boost::json::object to_json(const Dependency& dependency, bool is_here);
boost::json::array features_json(const FeatureMap& features);

}  // namespace entrepot::api::management
