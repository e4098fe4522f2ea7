#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/principal.h"
#include "base/clock.h"
#include "cargo/publish_metadata.h"
#include "registry/crate_rows.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// Where a version would go, as far as the database can tell.
struct PublishTarget {
  std::optional<CrateRow> crate{};  ///< nothing: the first version of a new crate
  std::vector<std::string> warnings{};
};

/// Rules 36 to 40: ownership, spelling, daily cap, duplicates, known dependencies. Asked twice: before the crate's
/// bytes are read, to refuse early, and in the transaction that publishes. `dependencies` with their registries
/// normalised.
Result<PublishTarget> check_target(const RepositoryScope& scope, const auth::Principal& publisher,
                                   const PublishMetadata& metadata, const std::vector<Dependency>& dependencies,
                                   Timestamp now);

}  // namespace entrepot::registry
