#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "registry/repository.h"
#include "registry/usage_days.h"
#include "registry/usage_metrics.h"

namespace entrepot::registry {

struct DayUsage {
  std::int64_t day = 0;
  Usage usage{};
};
struct CrateUsage {
  std::string crate;
  Usage usage{};
};
struct VersionUsage {
  std::string crate;
  std::string version;
  Usage usage{};
};
struct TokenUsage {
  std::string name;
  std::string slug_perm;
  Usage usage{};
};

/// What was downloaded with which entitlement tokens.
struct TokenStatistics {
  std::vector<TokenUsage> tokens{};  ///< the most used of those that there are now
  Usage tokenless{};                 ///< without any
};

/// What was downloaded from a repository in some days: deleted versions count, in the sums and in the lists.
struct RepositoryStatistics {
  std::vector<DayUsage> days{};  ///< every one, the first first
  Usage sum{};
  std::vector<CrateUsage> crates{};      ///< the most downloaded
  std::vector<VersionUsage> versions{};  ///< the same
  std::optional<TokenStatistics> of_tokens{};
};

enum class WithTokens : std::uint8_t { no, yes };

/// The caller has asked whether it may be seen; `span` must have both ends. Counts that are in memory still are the
/// caller's to flush. Reads every count of the span.
Result<RepositoryStatistics> repository_statistics(store::Transaction& transaction, const RepositoryRecord& repository,
                                                   UsageSpan span, WithTokens with_tokens);

}  // namespace entrepot::registry
