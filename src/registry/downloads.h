#pragma once

#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "registry/usage_days.h"
#include "store/database.h"

namespace entrepot::registry {

/// A crate file, or a part of it, that is being sent.
struct Download {
  std::int64_t crate_id = 0;
  std::int64_t version_id = 0;
  Usage usage{.downloads = 1, .bytes = 0};
  std::int64_t repository_id = 0;   ///< where the token was used
  std::int64_t entitlement_id = 0;  ///< 0: without an entitlement token
};

/// Counts downloads in memory, so that a download never writes; `flush` adds them to the rows in one transaction, those
/// of the present day among them. What was counted since the last flush is lost in a crash. Owned by Registry, which
/// flushes from its timer and at stop. Any thread.
class DownloadCounter {
 public:
  static constexpr Seconds kReaderInterval{1};

  DownloadCounter(store::Database& database, const Clock& clock);
  ~DownloadCounter();

  void count(const Download& download);
  /// From a thread that may block. When it returns, all that was counted before is in the rows; on error the counts
  /// stay for the next time.
  Result<void> flush();
  /// The same for whoever wants to read the rows, which may be strangers who ask again and again: at most once within
  /// kReaderInterval, and then the rows are as old as that.
  Result<void> flush_for_reader();
  std::uint64_t total() const;  ///< since the start

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
