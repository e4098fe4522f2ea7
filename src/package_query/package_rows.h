#pragma once

#include <cstdint>

#include "base/clock.h"
#include "package_query/record.h"
#include "store/transaction.h"

namespace entrepot::package_query {

/// Which row a record belongs to.
struct PackageKey {
  std::int64_t version_id = 0;  ///< versions.id, and packages.id
  std::int64_t repository_id = 0;
};

// The rows that queries run over (package_query/columns.h), written in the transaction that changes the version. A
// record's tags, checksums and repository stand in `version_tags`, `versions` and `repositories` already, and are not
// copied.

/// Inserts or replaces the package with its dependencies.
Result<void> write_package(store::Transaction& transaction, PackageKey key, const PackageRecord& record);
/// The package is no longer listed (its version was deleted); nothing happens when it was not.
Result<void> remove_package(store::Transaction& transaction, std::int64_t version_id);
/// Adds to the count and remembers when.
Result<void> add_package_downloads(store::Transaction& transaction, std::int64_t version_id, std::int64_t count,
                                   Timestamp at);

}  // namespace entrepot::package_query
