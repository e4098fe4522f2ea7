#pragma once

#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "store/database.h"

namespace entrepot::registry {

/// Counts downloads in memory, so that a download never writes; `flush` adds them to the rows in one transaction. What
/// was counted since the last flush is lost in a crash. Owned by Registry, which flushes from its timer and at stop.
/// Any thread.
class DownloadCounter {
 public:
  DownloadCounter(store::Database& database, const Clock& clock);
  ~DownloadCounter();

  void count(std::int64_t crate_id, std::int64_t version_id);
  /// From a thread that may block. On error the counts stay for the next time.
  Result<void> flush();
  std::uint64_t total() const;  ///< since the start

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
