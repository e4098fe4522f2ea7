#pragma once

#include <string>
#include <string_view>

#include "registry/follower.h"

namespace entrepot::registry {

/// The form in which search compares: lower case (ASCII), '-' as '_'.
std::string searchable(std::string_view text);

/// The follower that keeps `search_documents`, one row per crate, as its last publish described it. Owned by the
/// FollowerRunner; on its thread.
class SearchIndex final : public Follower {
 public:
  static constexpr std::string_view kName = "search_index";

  std::string_view name() const override { return kName; }
  Result<void> apply(store::Transaction& transaction, const Event& event) override;
  Result<void> reset(store::Transaction& transaction) override;
};

}  // namespace entrepot::registry
