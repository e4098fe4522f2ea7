#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace entrepot::auth {

/// When keys were last used, kept in memory until somebody writes it down. Owned by the Authenticator; any thread.
class LastUse {
 public:
  /// One key's last use, in unix seconds; 0 while unused.
  using Cell = std::atomic<std::int64_t>;

  std::shared_ptr<Cell> cell(std::int64_t key_id);
  static void note(Cell& cell, Timestamp now) {
    const std::int64_t seconds = to_unix(now);
    if (cell.load(std::memory_order_relaxed) != seconds) cell.store(seconds, std::memory_order_relaxed);
  }

  using Change = std::pair<std::int64_t, std::int64_t>;  ///< key, unix seconds
  /// What changed since it was last marked as written; forgets keys that nobody holds and that are written.
  std::vector<Change> changes();
  void mark_written(const std::vector<Change>& changes);

 private:
  struct Entry {
    std::shared_ptr<Cell> cell;
    std::int64_t written = 0;
  };
  std::mutex mutex_;
  std::unordered_map<std::int64_t, Entry> entries_;
};

}  // namespace entrepot::auth
