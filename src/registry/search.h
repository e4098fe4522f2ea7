#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "net/task.h"
#include "registry/repository.h"
#include "registry/scope.h"

namespace entrepot::registry {

class Registry;

struct SearchRequest {
  std::string text;           ///< words; every one must occur. Empty finds everything
  std::size_t per_page = 10;  ///< 1 to 100
  std::size_t page = 1;       ///< from 1
};

struct SearchHit {
  std::string name;
  std::string max_version;
  std::string description;
  std::int64_t downloads = 0;
};

struct SearchAnswer {
  std::vector<SearchHit> hits;
  std::uint32_t total = 0;  ///< at least: counting ends at 10,000
};

/// Best first: the exact name, then name prefix, name word, name substring, keyword, description; then downloads, then
/// name.
Result<SearchAnswer> search_in(const RepositoryScope& scope, const SearchRequest& request);
/// Waits a moment for an index that is a little behind. `rate_limited` when too many search at once, or `caller` alone
/// does (Gate).
net::Task<Result<SearchAnswer>> search(Registry& registry, RepositoryPointer repository, SearchRequest request,
                                       std::string caller);

}  // namespace entrepot::registry
