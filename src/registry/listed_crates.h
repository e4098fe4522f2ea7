#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "registry/follower.h"
#include "store/transaction.h"

namespace entrepot::registry {

// The rows that lists of crates and of dependents are read from (`listed_crates`, `crate_dependents`).

/// Brings what lists show of a crate into line with `crates` and with its newest version in `packages`, in the
/// transaction that changed one of them; a crate without a version is listed no more.
Result<void> list_crate(store::Transaction& transaction, std::int64_t crate_id);
/// The same when the version is the newest of its crate; else nothing can have changed.
Result<void> list_crate_of(store::Transaction& transaction, std::int64_t version_id);

/// Adds to the counts of a crate, and of its newest version when that is the one.
Result<void> add_listed_downloads(store::Transaction& transaction, std::int64_t crate_id, std::int64_t count);
Result<void> add_newest_downloads(store::Transaction& transaction, std::int64_t version_id, std::int64_t count,
                                  Timestamp at);

/// Counts the versions of a crate and finds the highest: releases before pre-releases, those that are offered before
/// yanked and quarantined ones. Changes the row in `crates`, but not when it was updated.
Result<void> measure_crate(store::Transaction& transaction, std::int64_t crate_id);

/// The follower that lists crates from before there was this list. Passes over the others. Owned by the FollowerRunner;
/// on its thread.
class CrateList final : public Follower {
 public:
  static constexpr std::string_view kName = "crate_list";

  std::string_view name() const override { return kName; }
  Result<void> apply(store::Transaction& transaction, const Event& event) override;
  /// Nothing is thrown away: what it fills in is kept by whoever changes a crate.
  Result<void> reset(store::Transaction& transaction) override;
};

}  // namespace entrepot::registry
