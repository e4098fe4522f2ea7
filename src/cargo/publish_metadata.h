#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/crate_name.h"
#include "cargo/dependency.h"
#include "cargo/features.h"
#include "cargo/version.h"

namespace entrepot {

/// What the JSON half of a publish says, parsed but judged only as far as types, name and version go; `check_publish`
/// does the rest. Plain data. Source: the Cargo book, "Web API: Publish".
struct PublishMetadata {
  CrateName name;
  Version version;
  std::vector<Dependency> dependencies{};
  FeatureMap features{};
  std::vector<std::string> authors{};
  std::optional<std::string> description{};
  std::optional<std::string> documentation{};
  std::optional<std::string> homepage{};
  std::optional<std::string> readme{};  ///< the text, Markdown as a rule
  std::optional<std::string> readme_file{};
  std::vector<std::string> keywords{};
  std::vector<std::string> categories{};
  std::optional<std::string> license{};
  std::optional<std::string> license_file{};
  std::optional<std::string> repository{};
  std::optional<std::string> links{};
  std::optional<std::string> rust_version{};
  /// Of all files in the .crate. Nobody sends it: a publish fills it in when it has read them.
  std::optional<std::uint64_t> unpacked_bytes{};
};

/// Unknown fields and `badges` are ignored; a duplicate key, a wrong type, depth over 16 or a bad name or version is
/// not.
Result<PublishMetadata> parse_publish_metadata(std::string_view json);

}  // namespace entrepot
