#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// Days since 1970, UTC: what usage is kept by.
std::int64_t day_of(Timestamp time);
/// How long it is kept: a year, and the month in which it is looked back upon.
inline constexpr std::int64_t kUsageDays = 400;

/// What was downloaded of something. `downloads` counts files from their first byte on, `bytes` all that was sent.
struct Usage {
  std::int64_t downloads = 0;
  std::int64_t bytes = 0;

  Usage& operator+=(const Usage& other) {
    downloads += other.downloads;
    bytes += other.bytes;
    return *this;
  }
};

// Each adds to the row of its day.

Result<void> add_package_usage(store::Transaction& transaction, std::int64_t crate_id, std::int64_t version_id,
                               std::int64_t day, const Usage& usage);
Result<void> add_repository_usage(store::Transaction& transaction, std::int64_t crate_id, std::int64_t day,
                                  const Usage& usage);
/// The same token may be set in several repositories, each time as another entitlement: the one of this repository is
/// meant, whichever was seen.
Result<void> add_entitlement_usage(store::Transaction& transaction, std::int64_t repository_id,
                                   std::int64_t entitlement_id, std::int64_t day, const Usage& usage);

/// Forgets the days that are too long ago; cheap where there are none.
Result<void> forget_old_usage(store::Transaction& transaction, std::int64_t today);

}  // namespace entrepot::registry
