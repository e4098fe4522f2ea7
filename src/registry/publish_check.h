#pragma once

#include <cstdint>
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

/// Asked twice: before the crate's bytes are read, to refuse early and to warn, and in the transaction that publishes,
/// where only what may refuse is asked.
enum class PublishPhase : std::uint8_t { early, commit };

/// Rules 36 to 40: ownership, spelling, daily cap, duplicates, known dependencies. `dependencies` with their registries
/// normalised.
Result<PublishTarget> check_target(const RepositoryScope& scope, const auth::Principal& publisher,
                                   const PublishMetadata& metadata, const std::vector<Dependency>& dependencies,
                                   PublishPhase phase, Timestamp now);

}  // namespace entrepot::registry
