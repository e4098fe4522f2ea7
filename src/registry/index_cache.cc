#include "registry/index_cache.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <functional>
#include <mutex>
#include <utility>

#include "base/lru_cache.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "net/single_flight.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kNumberBytes = sizeof(std::int64_t);
constexpr std::size_t kLongestKey = kNumberBytes + CrateName::kMaxLength;

/// The cache's key: the repository's number as bytes, then the index key. Made without allocation, for the hot path.
class KeyBuffer {
 public:
  KeyBuffer(std::int64_t repository_id, std::string_view index_key) : size_(kNumberBytes + index_key.size()) {
    if (!fits()) return;
    std::memcpy(bytes_.data(), &repository_id, kNumberBytes);
    index_key.copy(bytes_.data() + kNumberBytes, index_key.size());
  }
  bool fits() const { return size_ <= bytes_.size(); }
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kLongestKey> bytes_;
  std::size_t size_;
};

/// A shard's part of the bound is the largest entry that can be kept, so that of a small cache there are few.
std::size_t shards_for(std::size_t bytes) {
  constexpr std::size_t kLeastPart = 8U << 20U;
  return std::clamp<std::size_t>(std::bit_floor(bytes / kLeastPart), 1, 16);
}

bool belongs_to(std::string_view key, std::int64_t repository_id) {
  return std::memcmp(key.data(), &repository_id, kNumberBytes) == 0;
}

const IndexEntryPointer& unknown_crate() {
  static const IndexEntryPointer none = std::make_shared<const IndexEntry>();
  return none;
}

}  // namespace

struct IndexCache::State {
  State(store::Database& database_in, std::size_t bytes) : database(database_in), entries(bytes, shards_for(bytes)) {}

  store::Database& database;
  LruCache<std::string, IndexEntry> entries;
  net::SingleFlight<std::string, IndexEntryPointer> flights;
  /// A write ends the epoch of the keys that share its place: a fill of one of them that began before is not kept. An
  /// insert is before an epoch's end, and then erased, or does not happen. Many places, so that steady publishing of
  /// some crates does not keep the others out.
  struct Epoch {
    std::mutex mutex;
    std::uint64_t number = 0;
  };
  std::array<Epoch, 64> epochs;
  std::atomic<std::uint64_t> hits{0};
  std::atomic<std::uint64_t> misses{0};

  Epoch& epoch_of(std::string_view key) { return epochs.at(std::hash<std::string_view>{}(key) % epochs.size()); }
  static std::uint64_t current(Epoch& epoch) {
    std::lock_guard lock(epoch.mutex);
    return epoch.number;
  }
  static void end(Epoch& epoch) {
    std::lock_guard lock(epoch.mutex);
    ++epoch.number;
  }

  net::Task<Result<IndexEntryPointer>> fly(std::int64_t repository_id, std::string index_key) {
    // The look-up before may have ended between this caller's miss and its turn to look.
    if (auto known = entries.find(KeyBuffer(repository_id, index_key).view())) co_return known;
    const std::uint64_t taken_at = current(epoch_of(KeyBuffer(repository_id, index_key).view()));
    CO_TRY_ASSIGN(IndexEntryPointer entry,
                  co_await database.read([repository_id, index_key](store::Transaction& transaction) {
                    return read_index_entry(transaction, repository_id, index_key);
                  }));
    keep(KeyBuffer(repository_id, index_key).view(), entry, taken_at);
    co_return entry;
  }

  void keep(std::string_view key, const IndexEntryPointer& entry, std::uint64_t taken_at) {
    const std::size_t cost = (entry->found() ? entry->bytes() : 0) + key.size() + decltype(entries)::kOverhead;
    Epoch& epoch = epoch_of(key);
    std::lock_guard lock(epoch.mutex);
    if (epoch.number == taken_at) entries.insert(std::string(key), entry, cost);
  }
};

IndexCache::IndexCache(store::Database& database, std::size_t bytes)
    : state_(std::make_unique<State>(database, bytes)) {}

IndexCache::~IndexCache() = default;

IndexEntryPointer IndexCache::find(std::int64_t repository_id, std::string_view index_key) {
  const KeyBuffer key(repository_id, index_key);
  if (!key.fits()) return unknown_crate();
  auto entry = state_->entries.find(key.view());
  if (entry) state_->hits.fetch_add(1, std::memory_order_relaxed);
  return entry;
}

net::Task<Result<IndexEntryPointer>> IndexCache::load(std::int64_t repository_id, std::string index_key) {
  if (auto entry = find(repository_id, index_key)) co_return entry;
  State* state = state_.get();
  state->misses.fetch_add(1, std::memory_order_relaxed);
  std::string key(KeyBuffer(repository_id, index_key).view());
  co_return co_await state->flights.run(
      std::move(key), [state, repository_id, index_key] { return state->fly(repository_id, index_key); });
}

void IndexCache::forget(std::int64_t repository_id, std::string_view index_key) {
  const KeyBuffer buffer(repository_id, index_key);
  if (!buffer.fits()) return;
  const std::string key(buffer.view());
  State::end(state_->epoch_of(key));
  state_->entries.erase(key);
  state_->flights.abandon(key);  // who asks from now on must not get what was read before
}

void IndexCache::forget_repository(std::int64_t repository_id) {
  for (auto& epoch : state_->epochs) State::end(epoch);
  state_->entries.erase_if(
      [repository_id](const std::string& key, const IndexEntry&) { return belongs_to(key, repository_id); });
  state_->flights.abandon_if([repository_id](const std::string& key) { return belongs_to(key, repository_id); });
}

void IndexCache::stop() {
  state_->flights.stop();
}

IndexCacheNumbers IndexCache::numbers() const {
  return {.hits = state_->hits.load(std::memory_order_relaxed),
          .misses = state_->misses.load(std::memory_order_relaxed),
          .bytes = state_->entries.size_in_bytes(),
          .entries = state_->entries.count()};
}

}  // namespace entrepot::registry
