#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "auth/principal.h"
#include "base/clock.h"
#include "base/error.h"
#include "registry/scope.h"

namespace entrepot::registry {

struct CrateRow {
  std::int64_t id = 0;
  std::string name;  ///< as it was first published
  Timestamp updated_at{};
};

/// By identity: without regard to case, and with '-' as '_'. Nothing when there is none.
Result<std::optional<CrateRow>> find_crate(const RepositoryScope& scope, std::string_view name);
/// By exact spelling, as cargo's requests name it; `not_found` otherwise, with a hint at the right one.
Result<CrateRow> find_exact_crate(const RepositoryScope& scope, std::string_view name);

Result<bool> is_owner(const RepositoryScope& scope, std::int64_t crate_id, std::int64_t user_id);
/// Whether somebody may change a crate that exists: an owner who is a publisher too, or Admin on the repository; with a
/// key that reaches the crate.
Result<void> require_crate_owner(const RepositoryScope& scope, const auth::Principal& actor, const CrateRow& crate,
                                 Timestamp now);
/// What can be said before the crate is known: a user with Write on the repository, and a key of scope publish at least
/// that reaches it. Owning a crate does not replace Write: who left the organisation publishes no more.
Result<void> require_publisher(const RepositoryRecord& repository, const auth::Principal& actor, Timestamp now);
Result<void> require_crate_pattern(const auth::Principal& actor, std::string_view crate);

/// After the index entry changed: moves updated_at on (at least by a second, for it is the entry's Last-Modified) and
/// finds the highest version: releases before pre-releases, those that are offered before yanked and quarantined ones.
/// The tag `latest` follows the highest that is offered.
Result<void> refresh_crate(const RepositoryScope& scope, const CrateRow& crate, Timestamp now);

/// What a crate adds to the numbers of its repository: 1 crate when it has any version that is not deleted.
struct CrateSums {
  std::int64_t crates = 0;
  std::int64_t versions = 0;
  std::int64_t bytes = 0;
};
Result<CrateSums> crate_sums(store::Transaction& transaction, std::int64_t crate_id);
/// After versions of the crate came or went.
Result<void> move_sums(const RepositoryScope& scope, std::int64_t crate_id, const CrateSums& before);

}  // namespace entrepot::registry
