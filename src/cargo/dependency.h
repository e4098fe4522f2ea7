#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace entrepot {

enum class DependencyKind : std::uint8_t { normal, build, dev };

std::string_view dependency_kind_word(DependencyKind kind);  ///< "normal", "build", "dev"
/// Nothing for an unknown word.
std::optional<DependencyKind> parse_dependency_kind(std::string_view word);

/// One dependency of a version, the same for publish metadata, packaged manifest and index line. Plain data; its rules
/// are `check_dependency`.
struct Dependency {
  std::string name;                  ///< the crate's real name
  std::optional<std::string> alias;  ///< the key in Cargo.toml when renamed (explicit_name_in_toml)
  std::string requirement;           ///< as written; Requirement::parse reads it
  std::vector<std::string> features{};
  bool optional = false;
  bool default_features = true;
  std::optional<std::string> target{};  ///< a triple or a cfg(…) expression
  DependencyKind kind = DependencyKind::normal;
  std::optional<std::string> registry{};  ///< index URL; nothing = the registry that holds the dependent crate

  /// The name features use: the alias if there is one.
  const std::string& key() const { return alias ? *alias : name; }
  bool operator==(const Dependency&) const = default;
};

enum class WildcardRule : std::uint8_t { refuse, allow };

/// Rules 32 and 34 and the index's own: name, alias, requirement, target, registry URL, feature names. Whether `*`
/// alone may stand as requirement is the caller's.
Result<void> check_dependency(const Dependency& dependency, WildcardRule wildcard);

}  // namespace entrepot
