#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/dependency.h"
#include "cargo/features.h"

namespace entrepot {

/// A dependency as the packaged manifest writes it. Here `registry` is `registry-index`, and nothing means crates.io:
/// the opposite of what nothing means in publish metadata and index.
struct ManifestDependency {
  Dependency dependency;
  bool has_requirement = false;    ///< path-only and git-only dependencies have none
  bool has_registry_name = false;  ///< `registry = "name"`, which only its author can resolve
  bool is_artifact = false;        ///< `artifact`, `lib` or `target` of an unstable artifact dependency
};

/// A packaged Cargo.toml, as far as a registry reads it. Plain data. Source: the Cargo book, "The Manifest Format".
struct Manifest {
  std::string name;
  std::string version;
  std::optional<std::string> rust_version{};
  std::optional<std::string> edition{};
  std::optional<std::string> links{};
  std::optional<std::string> description{};
  std::optional<std::string> license{};
  std::optional<std::string> license_file{};
  std::optional<std::string> documentation{};
  std::optional<std::string> homepage{};
  std::optional<std::string> repository{};
  std::vector<std::string> authors{};
  std::vector<std::string> keywords{};
  std::vector<std::string> categories{};
  std::optional<std::string> readme{};  ///< its path; `readme = true` is README.md
  bool has_no_readme = false;           ///< `readme = false`; when nothing is said, cargo looks for one
  bool has_patch = false;
  std::optional<std::string> inherited_key{};  ///< the first key that still says `workspace = true`
  std::vector<ManifestDependency> dependencies{};
  FeatureMap features{};
};

inline constexpr std::size_t kMaxManifestBytes = 1024 * 1024;

/// ErrorCode::invalid for what is not TOML, has no [package] with name and version, is larger than kMaxManifestBytes or
/// nested deeper than 32. `[patch]` and inheritance are reported, not refused.
Result<Manifest> parse_manifest(std::string_view text);

}  // namespace entrepot
