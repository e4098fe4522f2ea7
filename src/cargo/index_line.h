#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/error.h"
#include "cargo/crate_name.h"
#include "cargo/dependency.h"
#include "cargo/features.h"
#include "cargo/publish_metadata.h"
#include "cargo/version.h"

namespace entrepot {

/// One version in the index. Plain data. Only `yanked` ever changes after publication: lock files hold the rest.
/// Source: the Cargo book, "Registry Index: Index files".
struct IndexLine {
  CrateName name;
  Version version;
  std::vector<Dependency> dependencies{};
  Checksum checksum;
  FeatureMap features{};  ///< `features` and `features2` together
  bool yanked = false;
  std::optional<std::string> links{};
  std::optional<std::string> rust_version{};
  std::optional<Timestamp> published_at{};
};

/// The line without its newline: keys in the order name, vers, deps, cksum, features, features2, yanked, links,
/// rust_version, v, pubtime; dependencies and features sorted; so equal versions give equal bytes on every node.
/// Features that need cargo ≥ 1.60 stand in features2 with "v":2, so that older cargos skip the version instead of
/// misreading it.
std::string to_json_line(const IndexLine& line);

/// The line of a version that is being published. The registries of the dependencies must be normalised already
/// (`normalise_registries`).
Result<IndexLine> make_index_line(const PublishMetadata& metadata, const Checksum& checksum, Timestamp published_at);

/// Reads a line by the rules of cargo at its strictest: what this refuses, some cargo ignores or chokes on.
/// ErrorCode::invalid says which field.
Result<IndexLine> parse_index_line(std::string_view line);

/// The same line with `yanked` set and every other byte as it was. Fails for a line without the field.
Result<std::string> set_yanked(std::string_view line, bool yanked);

/// Two or three numbers without operator or pre-release ("1.70", "1.70.1"; "1" is accepted too): the index and rule 25.
bool is_rust_version(std::string_view text);

}  // namespace entrepot
