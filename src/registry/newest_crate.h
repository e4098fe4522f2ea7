#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "registry/scope.h"

namespace entrepot::registry {

/// A crate with its highest version that is offered, or if none is, the highest.
struct NewestCrate {
  std::string name;
  std::string version;
};
/// The crate that was published to last; nothing in an empty repository.
Result<std::optional<NewestCrate>> newest_crate(const RepositoryScope& scope);
/// The one of that name, without regard to case and with '-' as '_'.
Result<std::optional<NewestCrate>> newest_crate(const RepositoryScope& scope, std::string_view name);

}  // namespace entrepot::registry
