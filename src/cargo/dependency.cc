#include "cargo/dependency.h"

#include <algorithm>
#include <array>

#include "base/try.h"
#include "cargo/crate_name.h"
#include "cargo/features.h"
#include "cargo/registry_url.h"
#include "cargo/requirement.h"
#include "cargo/scanner.h"
#include "cargo/target_expression.h"

namespace entrepot {
namespace {

constexpr auto kKindWords = std::to_array<std::string_view>({"normal", "build", "dev"});

Result<void> check_alias(std::string_view alias) {
  const auto fits = [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '_'; };
  if (alias.empty() || alias.size() > CrateName::kMaxLength || is_ascii_digit(alias[0]) || alias[0] == '-' ||
      !std::ranges::all_of(alias, fits)) {
    return invalid("A dependency cannot be renamed to " + in_quotes(alias) +
                   ": use at most 64 ASCII letters, digits, '-' and '_', and a letter or '_' first.");
  }
  return {};
}

Error in_dependency(const Dependency& dependency, Error error) {
  error.message = "Dependency " + in_quotes(dependency.key()) + ": " + error.message;
  return error;
}

Result<void> check_parts(const Dependency& dependency, WildcardRule wildcard) {
  TRY(CrateName::parse(dependency.name));
  if (dependency.alias) TRY(check_alias(*dependency.alias));
  TRY_ASSIGN(const Requirement requirement, Requirement::parse(dependency.requirement));
  if (requirement.is_any() && wildcard == WildcardRule::refuse) {
    return invalid(
        "The requirement \"*\" accepts every version, which this repository does not allow; name a version.");
  }
  if (dependency.target) TRY(check_target_expression(*dependency.target));
  if (dependency.registry) TRY(RegistryUrl::parse(*dependency.registry));
  if (dependency.optional && dependency.kind == DependencyKind::dev) {
    return invalid("Development dependencies cannot be optional.");
  }
  for (const std::string& feature : dependency.features) {
    if (!feature.empty()) TRY(check_feature_value(feature));  // cargo ignores empty ones
  }
  return {};
}

}  // namespace

std::string_view dependency_kind_word(DependencyKind kind) {
  return kKindWords[static_cast<std::size_t>(kind)];
}

std::optional<DependencyKind> parse_dependency_kind(std::string_view word) {
  const auto found = std::ranges::find(kKindWords, word);
  if (found == kKindWords.end()) return std::nullopt;
  return static_cast<DependencyKind>(found - kKindWords.begin());
}

Result<void> check_dependency(const Dependency& dependency, WildcardRule wildcard) {
  auto checked = check_parts(dependency, wildcard);
  if (!checked) return std::unexpected(in_dependency(dependency, std::move(checked.error())));
  return {};
}

}  // namespace entrepot
