#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "auth/principal.h"
#include "registry/repository.h"
#include "registry/usage_days.h"

namespace entrepot::registry {

/// Whole days, both included.
struct UsageSpan {
  std::int64_t first_day = 0;
  std::int64_t last_day = std::numeric_limits<std::int64_t>::max();
};

/// Usage over single packages or tokens: of all together, of one on average (rounded down), of the one with the most
/// and the one with the least.
struct UsageMetrics {
  std::int64_t total = 0;   ///< how many there are
  std::int64_t active = 0;  ///< of them, those that were used in the span
  Usage sum{};
  Usage average{};
  Usage highest{};
  Usage lowest{};
};

enum class UsageOf : std::uint8_t { packages, entitlements };

/// What a repository's settings ask for: packages need its view_statistics, tokens Admin, as their list does.
Result<void> require_statistics(const auth::Principal& actor, const RepositoryRecord& repository, UsageOf of,
                                Timestamp now);
/// Of what is in these repositories now; the caller has asked who may see them. `only`: slug_perms, none for all;
/// `invalid` for one that is not there.
Result<UsageMetrics> usage_metrics(store::Transaction& transaction, std::span<const RepositoryPointer> repositories,
                                   UsageOf of, UsageSpan span, const std::vector<std::string>& only);

}  // namespace entrepot::registry
