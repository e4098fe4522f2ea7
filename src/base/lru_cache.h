#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace entrepot {

/// The hash of a cache's keys. Text is looked up by string_view, so that a find allocates nothing.
template <typename Key>
struct CacheHash : std::hash<Key> {};

template <>
struct CacheHash<std::string> {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

/// Immutable values by key, the least recently used dropped first. Bounded by the sum of the costs that `insert` is
/// told (bytes, or 1 each to bound the number). Any thread: the keys are dealt over shards with a lock each, held for a
/// look-up and never while a value is destroyed. The bound is dealt over the shards too, so a value that costs more
/// than `capacity / shards` is not kept.
template <typename Key, typename T, typename Hash = CacheHash<Key>>
class LruCache {
 public:
  using Value = std::shared_ptr<const T>;
  static constexpr std::size_t kDefaultShards = 16;

  explicit LruCache(std::size_t capacity, std::size_t shards = kDefaultShards)
      : shards_(std::bit_ceil(std::max<std::size_t>(shards, 1))), shard_capacity_(capacity / shards_.size()) {}
  LruCache(const LruCache&) = delete;
  LruCache& operator=(const LruCache&) = delete;

  /// The value, now the most recently used; nullptr when there is none.
  template <typename K>
  Value find(const K& key) {
    Shard& shard = shard_of(key);
    std::lock_guard lock(shard.mutex);
    auto found = shard.entries.find(key);
    if (found == shard.entries.end()) return nullptr;
    shard.order.splice(shard.order.begin(), shard.order, found->second.place);
    return found->second.value;
  }

  /// Adds or replaces. `cost` should count the key and the book-keeping too (kOverhead).
  void insert(Key key, Value value, std::size_t cost) {
    Shard& shard = shard_of(key);
    std::vector<Value> dropped;  // destroyed after the lock
    std::lock_guard lock(shard.mutex);
    if (auto old = shard.entries.find(key); old != shard.entries.end()) dropped.push_back(shard.take(old));
    if (cost > shard_capacity_) return;
    while (shard.cost + cost > shard_capacity_) {
      dropped.push_back(shard.take(shard.entries.find(*shard.order.back())));
    }
    auto added = shard.entries.emplace(std::move(key), Entry{std::move(value), cost, {}}).first;
    shard.order.push_front(&added->first);
    added->second.place = shard.order.begin();
    shard.cost += cost;
  }

  /// Whether there was one.
  template <typename K>
  bool erase(const K& key) {
    Shard& shard = shard_of(key);
    Value dropped;
    std::lock_guard lock(shard.mutex);
    auto found = shard.entries.find(key);
    if (found == shard.entries.end()) return false;
    dropped = shard.take(found);
    return true;
  }

  /// Drops what `matches(key, value)`; gives how many. Walks everything, one shard locked at a time.
  template <typename Predicate>
  std::size_t erase_if(Predicate matches) {
    std::vector<Value> dropped;
    for (Shard& shard : shards_) {
      std::lock_guard lock(shard.mutex);
      for (auto entry = shard.entries.begin(); entry != shard.entries.end();) {
        auto next = std::next(entry);
        if (matches(entry->first, *entry->second.value)) dropped.push_back(shard.take(entry));
        entry = next;
      }
    }
    return dropped.size();
  }

  void clear() {
    erase_if([](const Key&, const T&) { return true; });
  }

  /// The sum of the costs.
  std::size_t size_in_bytes() const {
    return sum([](const Shard& shard) { return shard.cost; });
  }
  std::size_t count() const {
    return sum([](const Shard& shard) { return shard.entries.size(); });
  }

  /// What the cache itself holds for an entry beside its key's and value's own bytes, roughly: two nodes and their heap
  /// headers, a bucket, a control block.
  static constexpr std::size_t kOverhead = 192;

 private:
  struct Entry {
    Value value;
    std::size_t cost;
    typename std::list<const Key*>::iterator place;
  };
  using Entries = std::unordered_map<Key, Entry, Hash, std::equal_to<>>;

  struct alignas(64) Shard {
    Value take(typename Entries::iterator entry) {
      Value value = std::move(entry->second.value);
      cost -= entry->second.cost;
      order.erase(entry->second.place);
      entries.erase(entry);
      return value;
    }

    mutable std::mutex mutex;
    Entries entries;
    std::list<const Key*> order;  // most recently used first; points at the keys of `entries`
    std::size_t cost = 0;
  };

  template <typename K>
  Shard& shard_of(const K& key) {
    // Mixed, because the map inside the shard takes the same hash modulo its buckets.
    const std::uint64_t mixed = static_cast<std::uint64_t>(Hash{}(key)) * 0x9E3779B97F4A7C15ULL;
    return shards_[(mixed >> 32U) & (shards_.size() - 1)];
  }

  template <typename F>
  std::size_t sum(F part) const {
    std::size_t total = 0;
    for (const Shard& shard : shards_) {
      std::lock_guard lock(shard.mutex);
      total += part(shard);
    }
    return total;
  }

  std::vector<Shard> shards_;
  const std::size_t shard_capacity_;
};

}  // namespace entrepot
