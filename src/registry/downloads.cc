#include "registry/downloads.h"

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/try.h"
#include "package_query/package_rows.h"
#include "registry/listed_crates.h"

namespace entrepot::registry {
namespace {

struct OfVersion {
  std::int64_t crate_id = 0;
  Usage usage{};
};

struct Counts {
  std::unordered_map<std::int64_t, OfVersion> versions;
  std::map<std::pair<std::int64_t, std::int64_t>, Usage> tokens;  ///< by repository and entitlement

  bool empty() const { return versions.empty(); }
  void add(const Download& download) {
    OfVersion& version = versions[download.version_id];
    version.crate_id = download.crate_id;
    version.usage += download.usage;
    if (download.entitlement_id != 0) tokens[{download.repository_id, download.entitlement_id}] += download.usage;
  }
  void add(const Counts& others) {
    for (const auto& [version_id, other] : others.versions) {
      OfVersion& version = versions[version_id];
      version.crate_id = other.crate_id;
      version.usage += other.usage;
    }
    for (const auto& [token, usage] : others.tokens) tokens[token] += usage;
  }
};

/// What is told of a whole crate and its repository is written once for all of its versions.
Result<void> write_crate(store::Transaction& transaction, std::int64_t crate_id, std::int64_t day, const Usage& usage) {
  TRY(add_repository_usage(transaction, crate_id, day, usage));
  if (usage.downloads == 0) return {};
  TRY(transaction.execute("UPDATE crates SET downloads = downloads + :a WHERE id = :b", {usage.downloads, crate_id}));
  TRY(add_listed_downloads(transaction, crate_id, usage.downloads));
  TRY(
      transaction.execute("UPDATE repositories SET download_count = download_count + :a "
                          "WHERE id = (SELECT repository_id FROM crates WHERE id = :b)",
                          {usage.downloads, crate_id}));
  return {};
}

Result<void> write_version(store::Transaction& transaction, std::int64_t version_id, const OfVersion& version,
                           Timestamp now) {
  TRY(add_package_usage(transaction, version.crate_id, version_id, day_of(now), version.usage));
  if (version.usage.downloads == 0) return {};
  TRY(transaction.execute("UPDATE versions SET downloads = downloads + :a WHERE id = :b",
                          {version.usage.downloads, version_id}));
  TRY(add_newest_downloads(transaction, version_id, version.usage.downloads, now));
  return package_query::add_package_downloads(transaction, version_id, version.usage.downloads, now);
}

Result<void> write(store::Transaction& transaction, const Counts& counts, Timestamp now) {
  std::map<std::int64_t, Usage> crates;
  for (const auto& [version_id, version] : counts.versions) {
    TRY(write_version(transaction, version_id, version, now));
    crates[version.crate_id] += version.usage;
  }
  for (const auto& [crate_id, usage] : crates) TRY(write_crate(transaction, crate_id, day_of(now), usage));
  for (const auto& [token, usage] : counts.tokens) {
    TRY(add_entitlement_usage(transaction, token.first, token.second, day_of(now), usage));
  }
  return {};
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
  std::mutex flushing;
  std::atomic<std::uint64_t> total{0};
  std::mutex reading;
  std::optional<Timestamp> flushed_for_reader;  ///< under `reading`
  std::atomic<std::int64_t> tidied_on{0};       ///< the day on which old usage was last forgotten

  /// A shard per thread, so that event loops do not meet at a lock.
  Shard& shard() { return shards.at(std::hash<std::thread::id>{}(std::this_thread::get_id()) % shards.size()); }
};

DownloadCounter::DownloadCounter(store::Database& database, const Clock& clock)
    : state_(std::make_unique<State>(database, clock)) {}
DownloadCounter::~DownloadCounter() = default;

void DownloadCounter::count(const Download& download) {
  state_->total.fetch_add(static_cast<std::uint64_t>(download.usage.downloads), std::memory_order_relaxed);
  auto& shard = state_->shard();
  std::lock_guard lock(shard.mutex);
  shard.counts.add(download);
}

Result<void> DownloadCounter::flush() {
  // Whoever flushes in order to read waits for what another one has taken already.
  std::lock_guard only_one(state_->flushing);
  Counts counted;
  for (auto& shard : state_->shards) {
    Counts taken;
    {
      std::lock_guard lock(shard.mutex);
      std::swap(taken, shard.counts);
    }
    counted.add(taken);
  }
  if (counted.empty()) return {};
  const Timestamp now = state_->clock.now();
  const bool is_new_day = state_->tidied_on.load(std::memory_order_relaxed) != day_of(now);
  auto written = state_->database.write_here([&](store::Transaction& transaction) -> Result<void> {
    TRY(write(transaction, counted, now));
    return is_new_day ? forget_old_usage(transaction, day_of(now)) : Result<void>();
  });
  if (written) {
    state_->tidied_on.store(day_of(now), std::memory_order_relaxed);
  } else {
    auto& shard = state_->shard();
    std::lock_guard lock(shard.mutex);
    shard.counts.add(counted);
  }
  return written;
}

Result<void> DownloadCounter::flush_for_reader() {
  {
    std::lock_guard lock(state_->reading);
    const Timestamp now = state_->clock.now();
    const auto& last = state_->flushed_for_reader;
    // A clock that was set back must not keep the rows old for as long.
    if (last && *last <= now && now < *last + kReaderInterval) return {};
    state_->flushed_for_reader = now;
  }
  return flush();
}

std::uint64_t DownloadCounter::total() const {
  return state_->total.load(std::memory_order_relaxed);
}

}  // namespace entrepot::registry
