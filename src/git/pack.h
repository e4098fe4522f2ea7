#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/error.h"
#include "git/pack_builder.h"
#include "net/task.h"
#include "store/database.h"

namespace entrepot::git {

struct PackStoreOptions {
  std::filesystem::path folder;                    ///< for files without a name
  std::size_t memory_bytes = 32U << 20U;           ///< of small packs that are kept
  std::size_t file_bytes = std::size_t{2} << 30U;  ///< of large ones
};

struct PackNumbers {
  std::uint64_t built = 0;
  std::uint64_t shared = 0;  ///< answered with one that was there
  std::uint64_t copied = 0;  ///< objects that were copied from one pack to the next
  std::uint64_t file_bytes = 0;
  std::uint64_t memory_bytes = 0;
};

/// The packs that were built and may be wanted again, bounded in bytes. However many want one at the same time, it is
/// built once, on threads that do nothing else, and what the pack of a former state has is not compressed again. Owned
/// by UploadPack; any thread.
class PackStore {
 public:
  PackStore(store::Database& database, PackStoreOptions options);
  ~PackStore();

  net::Task<Result<PackPointer>> get(PackKey key);
  PackNumbers numbers() const;
  /// Finishes what is being built. Before the event loops whose coroutines wait for it stop.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::git
