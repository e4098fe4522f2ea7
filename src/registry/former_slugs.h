#pragma once

#include <cstdint>
#include <string_view>

#include "base/checksum.h"
#include "base/slug.h"
#include "cargo/publish_metadata.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// A URL names a repository by its slug, and lock files outlive a rename or a deletion. So whoever gets a slug after
/// another repository is bound by the versions that were there: their numbers never come back with other bytes, the
/// same bytes may. What the other one publishes under its new slug binds nobody here.

/// Called when a repository has just given its slug up, in the same transaction.
Result<void> remember_slug(store::Transaction& transaction, const RepositoryRecord& repository);

/// Before a version comes under the repository's slug. `conflict` where a former holder of it had other bytes.
Result<void> check_former_versions(const RepositoryScope& scope, const PublishMetadata& metadata,
                                   const Checksum& checksum);

/// Before all versions of the repository come under another slug. `conflict` likewise.
Result<void> check_former_versions_at(const RepositoryScope& scope, const Slug& slug);

}  // namespace entrepot::registry
