#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"

namespace entrepot::blob {

/// An exclusive hold on one shard folder against the commits and removals of every thread and process (flock), and the
/// folder itself for fsync. Let go with its last owner.
using ShardHold = std::shared_ptr<const FileHandle>;

/// Makes the shard folders, durably, and lends them. Any thread.
class ShardFolders {
 public:
  explicit ShardFolders(std::filesystem::path root)
      : root_(std::move(root)), durable_(kShards), durable_outer_(kOuterShards) {}

  /// Creates the folder if need be; the folder survives a crash once this has returned.
  Result<ShardHold> hold_or_create(const Checksum& checksum);
  /// `not_found` when there is no such folder.
  Result<ShardHold> hold(const Checksum& checksum);

 private:
  static constexpr std::size_t kOuterShards = 256;
  static constexpr std::size_t kShards = kOuterShards * 256;
  Result<void> create_durably(const Checksum& checksum);

  const std::filesystem::path root_;
  std::mutex mutex_;
  // By the checksum's first two bytes, and its first. A folder that is there already may have been made by somebody who
  // crashed before the fsync, so each process makes sure once.
  std::vector<bool> durable_;
  std::vector<bool> durable_outer_;
};

}  // namespace entrepot::blob
