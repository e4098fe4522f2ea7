#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "registry/index_entry.h"
#include "store/database.h"

namespace entrepot::registry {

struct IndexCacheNumbers {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;
};

/// (repository, index key) → entry, and the keys that have none. Sharded, bounded in bytes, one query per miss however
/// many ask at once. A fill that races a write is used by those who asked before the write, and not kept. Owned by
/// Registry. Any thread.
class IndexCache {
 public:
  IndexCache(store::Database& database, std::size_t bytes);
  ~IndexCache();

  /// The hot path: null when it is not in memory. Never waits. `index_key` is the lower-case name.
  IndexEntryPointer find(std::int64_t repository_id, std::string_view index_key);
  /// Never null inside the Result: see IndexEntry::found().
  net::Task<Result<IndexEntryPointer>> load(std::int64_t repository_id, std::string index_key);

  void forget(std::int64_t repository_id, std::string_view index_key);
  void forget_repository(std::int64_t repository_id);
  /// Nobody waits here any more; before the loops of those who do are gone.
  void stop();
  IndexCacheNumbers numbers() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
