#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/principal.h"
#include "base/checksum.h"
#include "base/clock.h"
#include "cargo/publish_metadata.h"
#include "registry/crate_rows.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// Where a version would go, as far as the database can tell.
struct PublishTarget {
  std::optional<CrateRow> crate{};                 ///< nothing: the first version of a new crate
  std::optional<std::int64_t> replaced_version{};  ///< the row in whose place it comes
  std::vector<std::string> warnings{};
};

/// Asked twice: before the crate's bytes are read, to refuse early and to warn, and in the transaction that publishes,
/// where only what may refuse is asked.
enum class PublishPhase : std::uint8_t { early, commit };

struct PublishWay {
  PublishPhase phase = PublishPhase::early;
  bool replaces = false;  ///< the same number may be there already, or have been: whoever publishes says so
  std::optional<Checksum> checksum{};  ///< of the bytes; not known early
};

/// Rules 36 to 40: ownership, spelling, daily cap, duplicates, known dependencies. `dependencies` with their registries
/// normalised. Replacing needs what the repository's settings say (replace_packages, and delete_packages where somebody
/// else uploaded the version), and otherwise a deleted number comes back with its own bytes only. What is in quarantine
/// is replaced by who may release it.
Result<PublishTarget> check_target(const RepositoryScope& scope, const auth::Principal& publisher,
                                   const PublishMetadata& metadata, const std::vector<Dependency>& dependencies,
                                   PublishWay way, Timestamp now);

}  // namespace entrepot::registry
