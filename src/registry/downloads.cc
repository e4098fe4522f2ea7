#include "registry/downloads.h"

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/try.h"
#include "package_query/package_rows.h"

namespace entrepot::registry {
namespace {

struct Count {
  std::int64_t crate_id = 0;
  std::int64_t downloads = 0;
};
using Counts = std::unordered_map<std::int64_t, Count>;  // by version

void add(Counts& counts, std::int64_t version_id, Count count) {
  Count& sum = counts[version_id];
  sum.crate_id = count.crate_id;
  sum.downloads += count.downloads;
}

}  // namespace

struct DownloadCounter::State {
  State(store::Database& database_in, const Clock& clock_in) : database(database_in), clock(clock_in) {}

  struct alignas(64) Shard {
    std::mutex mutex;
    Counts counts;
  };
  store::Database& database;
  const Clock& clock;
  std::array<Shard, 16> shards;
  std::atomic<std::uint64_t> total{0};

  /// A shard per thread, so that event loops do not meet at a lock.
  Shard& shard() { return shards.at(std::hash<std::thread::id>{}(std::this_thread::get_id()) % shards.size()); }
};

DownloadCounter::DownloadCounter(store::Database& database, const Clock& clock)
    : state_(std::make_unique<State>(database, clock)) {}
DownloadCounter::~DownloadCounter() = default;

void DownloadCounter::count(std::int64_t crate_id, std::int64_t version_id) {
  state_->total.fetch_add(1, std::memory_order_relaxed);
  auto& shard = state_->shard();
  std::lock_guard lock(shard.mutex);
  add(shard.counts, version_id, {crate_id, 1});
}

Result<void> DownloadCounter::flush() {
  Counts counted;
  for (auto& shard : state_->shards) {
    Counts taken;
    {
      std::lock_guard lock(shard.mutex);
      taken.swap(shard.counts);
    }
    for (const auto& [version_id, count] : taken) add(counted, version_id, count);
  }
  if (counted.empty()) return {};
  auto written = state_->database.write_here(
      [&counted, now = state_->clock.now()](store::Transaction& transaction) -> Result<void> {
        for (const auto& [version_id, count] : counted) {
          TRY(transaction.execute("UPDATE versions SET downloads = downloads + :a WHERE id = :b",
                                  {count.downloads, version_id}));
          TRY(package_query::add_package_downloads(transaction, version_id, count.downloads, now));
          TRY(transaction.execute("UPDATE crates SET downloads = downloads + :a WHERE id = :b",
                                  {count.downloads, count.crate_id}));
          TRY(
              transaction.execute("UPDATE repositories SET download_count = download_count + :a "
                                  "WHERE id = (SELECT repository_id FROM crates WHERE id = :b)",
                                  {count.downloads, count.crate_id}));
        }
        return {};
      });
  if (!written) {
    auto& shard = state_->shard();
    std::lock_guard lock(shard.mutex);
    for (const auto& [version_id, count] : counted) add(shard.counts, version_id, count);
  }
  return written;
}

std::uint64_t DownloadCounter::total() const {
  return state_->total.load(std::memory_order_relaxed);
}

}  // namespace entrepot::registry
