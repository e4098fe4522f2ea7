#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/dependency.h"

namespace entrepot {

/// [features]: feature name → what it turns on. Sorted, so that everything written from it is byte-stable.
using FeatureMap = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Rule 29: a letter, `_` or digit first, then letters, digits, `_`, `-`, `+`, `.`. Unicode letters are allowed as
/// cargo allows them; of characters beyond ASCII only well-formed UTF-8 and no white space or control character is
/// checked.
Result<void> check_feature_name(std::string_view name);

/// Rule 30: `feature`, `dep:x`, `x/feature`, `x?/feature`.
Result<void> check_feature_value(std::string_view value);

/// Whether only cargo ≥ 1.60 understands the value (`dep:x`, `x?/y`): it then belongs in `features2`.
bool is_new_feature_syntax(std::string_view value);

/// What cargo demands of features and dependencies together; a version that breaks it is silently unusable. Every value
/// names a feature or a fitting dependency, and every optional dependency can be turned on. (cargo,
/// core/summary.rs: build_feature_map.)
Result<void> check_feature_graph(const FeatureMap& features, std::span<const Dependency> dependencies);

}  // namespace entrepot
