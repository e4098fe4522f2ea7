#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/lru_cache.h"
#include "git/object_id.h"
#include "git/place.h"
#include "registry/follower.h"

namespace entrepot::git {

/// The follower that keeps the git index of every repository: each event that changes an index file is a state. Its
/// cost is that of the crate's own file and the trees above it; the root is left to the readers, whose config.json
/// stands in it. Owned by the FollowerRunner; on its thread.
class GitIndex final : public registry::Follower {
 public:
  static constexpr std::string_view kName = "git_index";
  /// So many states of a repository are remembered at least, and then some until the next clearing: whoever has one of
  /// them fetches only what changed since.
  static constexpr std::int64_t kRememberedStates = 2'000;

  std::string_view name() const override { return kName; }
  Result<void> apply(store::Transaction& transaction, const registry::Event& event) override;
  Result<void> reset(store::Transaction& transaction) override;

 private:
  Result<void> change_file(store::Transaction& transaction, const registry::Event& event);
  Result<std::optional<ObjectId>> changed_tree(store::Transaction& transaction, const registry::Event& event,
                                               const Place& changed, const std::optional<ObjectId>& object);

  static constexpr std::size_t kTreeBytes = 16U << 20U;
  /// The contents of trees, by what names them: so what a rolled back transaction leaves here is no harm.
  LruCache<ObjectId, std::string> trees_{kTreeBytes, 1};
};

}  // namespace entrepot::git
