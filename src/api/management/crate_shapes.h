#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
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

/// Whether one sees what is in a version's crate.
enum class Inside : std::uint8_t { hidden, shown, unavailable };
/// What of it is shown with the version.
struct VersionInside {
  Inside access = Inside::hidden;
  registry::CrateIntroductionPointer introduction{};  ///< set when it is shown
  registry::CrateContentsPointer contents{};          ///< set when it is not hidden and they are known already
};
/// A version on a page of its own, without dependencies.
boost::json::object full_json(const registry::CrateRow& crate, const registry::CrateVersion& version,
                              const IndexLine& line, const VersionInside& inside);

boost::json::object to_json(const Dependency& dependency, bool is_here);
boost::json::array features_json(const FeatureMap& features);

}  // namespace entrepot::api::management
