#pragma once

#include <cstdint>
#include <span>

#include "auth/principal.h"
#include "base/clock.h"
#include "base/error.h"
#include "registry/crate_rows.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// What somebody may do to a crate, as the workflows would decide it: owners publish and yank, the repository's
/// settings say who does the rest.
struct CrateRights {
  bool publish = false;
  bool yank = false;
  bool change_owners = false;
  bool remove = false;
  bool copy = false;  ///< out of this repository; the destination has its own say
  bool move = false;
  bool tag = false;
  bool quarantine = false;
  bool resync = false;
};

/// With any of the versions that these users uploaded: whoever uploaded one may do more to it. `remove` to `resync` are
/// about versions, so without any they are false.
Result<CrateRights> crate_rights(const RepositoryScope& scope, const auth::Principal& actor, const CrateRow& crate,
                                 std::span<const std::int64_t> uploaders, Timestamp now);

}  // namespace entrepot::registry
