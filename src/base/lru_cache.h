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

/// Immutable values by key, those not used for long dropped first ("second chance": a find only marks its entry, which
/// is cheaper than moving it, and dropping passes marked entries over once). Bounded by the sum of the costs that
/// `insert` is told (bytes, or 1 each to bound the number). Any thread: the keys are dealt over shards with a lock
/// each, held for a look-up and never while a value is destroyed. The bound is dealt over the shards too, so a value
/// that costs more than `capacity / shards` is not kept.
template <typename Key, typename T, typename Hash = CacheHash<Key>>
class LruCache {
 public:
  using Value = std::shared_ptr<const T>;
  static constexpr std::size_t kDefaultShards = 16;

  explicit LruCache(std::size_t capacity, std::size_t shards = kDefaultShards)
      : shards_(std::bit_ceil(std::max<std::size_t>(shards, 1))), shard_capacity_(capacity / shards_.size()) {}
  LruCache(const LruCache&) = delete;
  LruCache& operator=(const LruCache&) = delete;

  /// nullptr when there is none.
  template <typename K>
  Value find(const K& key) {
    const Sought<K> sought(key);
    Shard& shard = shard_of(sought.hash);
    std::lock_guard lock(shard.mutex);
    auto found = shard.entries.find(sought);
    if (found == shard.entries.end()) return nullptr;
    found->second.is_used = true;
    return found->second.value;
  }

  /// Adds or replaces. `cost` should count the key and the book-keeping too (kOverhead).
  void insert(Key key, Value value, std::size_t cost) {
    const Sought<Key> sought(key);
    const std::size_t hash = sought.hash;
    Shard& shard = shard_of(hash);
    std::vector<Value> dropped;  // destroyed after the lock
    std::lock_guard lock(shard.mutex);
    if (auto old = shard.entries.find(sought); old != shard.entries.end()) dropped.push_back(shard.take(old));
    if (cost > shard_capacity_) return;
    while (shard.cost + cost > shard_capacity_) {
      auto oldest = shard.entries.find(*shard.order.back());
      if (std::exchange(oldest->second.is_used, false)) {
        shard.order.splice(shard.order.begin(), shard.order, oldest->second.place);
      } else {
        dropped.push_back(shard.take(oldest));
      }
    }
    auto added = shard.entries.emplace(Stored{std::move(key), hash}, Entry{std::move(value), cost, {}, false}).first;
    shard.order.push_front(&added->first);
    added->second.place = shard.order.begin();
    shard.cost += cost;
  }

  /// Whether there was one.
  template <typename K>
  bool erase(const K& key) {
    const Sought<K> sought(key);
    Shard& shard = shard_of(sought.hash);
    Value dropped;
    std::lock_guard lock(shard.mutex);
    auto found = shard.entries.find(sought);
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
        if (matches(entry->first.key, *entry->second.value)) dropped.push_back(shard.take(entry));
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
  // Keys with their hash: it is computed once a call, for the shard, the bucket and the walk along the bucket.
  struct Stored {
    Key key;
    std::size_t hash;
  };
  template <typename K>
  struct Sought {
    explicit Sought(const K& k) : key(k), hash(Hash{}(k)) {}
    const K& key;
    const std::size_t hash;
  };
  struct GivenHash {
    using is_transparent = void;
    template <typename AnyKey>
    std::size_t operator()(const AnyKey& key) const noexcept {
      return key.hash;
    }
  };
  struct SameKey {
    using is_transparent = void;
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      return a.hash == b.hash && a.key == b.key;
    }
  };
  struct Entry {
    Value value;
    std::size_t cost;
    typename std::list<const Stored*>::iterator place;
    bool is_used;
  };
  using Entries = std::unordered_map<Stored, Entry, GivenHash, SameKey>;

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
    std::list<const Stored*> order;  // the next to drop last; points at the keys of `entries`
    std::size_t cost = 0;
  };

  Shard& shard_of(std::size_t hash) {
    // Mixed, because the map inside the shard takes the same hash modulo its buckets.
    const std::uint64_t mixed = static_cast<std::uint64_t>(hash) * 0x9E3779B97F4A7C15ULL;
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
