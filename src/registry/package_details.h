#pragma once

#include <string_view>

#include "blob/blob_store.h"
#include "registry/follower.h"

namespace entrepot::registry {

/// The follower that gives versions from before the packages API what a publish now writes at once: checksums, metadata
/// and their place in lists, read from their blobs. Passes over the others. Owned by the FollowerRunner; on its thread.
class PackageDetails final : public Follower {
 public:
  static constexpr std::string_view kName = "package_details";

  explicit PackageDetails(blob::BlobStore& blobs) : blobs_(blobs) {}
  std::string_view name() const override { return kName; }
  Result<void> apply(store::Transaction& transaction, const Event& event) override;
  /// Nothing is thrown away: what is filled in is the version's own.
  Result<void> reset(store::Transaction& transaction) override;

 private:
  blob::BlobStore& blobs_;
};

}  // namespace entrepot::registry
