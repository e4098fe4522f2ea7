#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cargo/dependency.h"
#include "cargo/version.h"

namespace entrepot::package_query {

/// What a query can ask about one package (a version of a crate in a repository): the values as the API shows them,
/// before any folding. Plain data. `write_package` keeps it as rows, `matches` looks at it directly.
struct PackageRecord {
  std::string name;  ///< the crate's, in its publisher's spelling
  Version version;
  std::string description{};
  std::vector<std::string> keywords{};
  std::string license{};     ///< "" when there is none
  std::string uploader{};    ///< the slug of who uploaded it
  std::string repository{};  ///< slug
  std::string status{};      ///< as the API's status_str: "Completed", "Quarantined"
  std::vector<std::string> tags{};
  std::vector<Dependency> dependencies{};
  /// MD5, SHA-1, SHA-256, SHA-512 as lower-case hex, in any order; those that are not known are left out.
  std::vector<std::string> checksums{};
  std::int64_t size = 0;  ///< bytes
  std::int64_t downloads = 0;
  Timestamp uploaded_at{};
  std::optional<Timestamp> last_downloaded_at{};  ///< nothing: never
};

}  // namespace entrepot::package_query
