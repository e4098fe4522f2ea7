#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::setup {

/// OWNER-REPOSITORY in lower case, as a name that cargo accepts for a registry.
std::string default_registry_name(std::string_view namespace_slug, std::string_view repository_slug);

/// Refuses what cargo would: it wants a letter or `_` first, then letters, digits, `-` and `_` (all ASCII here, because
/// the name becomes part of variables), and keeps crates-io for itself.
Result<void> check_registry_name(std::string_view name);

/// "CARGO_REGISTRIES_ACME_TOOLS_", to which cargo adds INDEX, TOKEN, … (Cargo book, "Configuration", "Environment
/// variables").
std::string variable_prefix(std::string_view registry);

}  // namespace entrepot::setup
