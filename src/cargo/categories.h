#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entrepot {

/// Whether crates.io knows the category (https://crates.io/category_slugs); in lower case, as there.
bool is_known_category(std::string_view slug);

/// Those of a version's categories that are not known, for the `invalid_categories` of cargo's answer to a publish, of
/// which it then warns (Cargo book, "Registry Web API").
std::vector<std::string> unknown_categories(const std::vector<std::string>& categories);

}  // namespace entrepot
