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
/// finds the highest version: releases before pre-releases, not yanked before yanked.
Result<void> refresh_crate(const RepositoryScope& scope, const CrateRow& crate, Timestamp now);

}  // namespace entrepot::registry
