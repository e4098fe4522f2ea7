#include "git/pack.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "base/lru_cache.h"
#include "base/try.h"
#include "net/blocking_pool.h"
#include "net/single_flight.h"

namespace entrepot::git {
namespace {

/// Of lists that say where in a pack its objects lie.
constexpr std::size_t kPlacesBytes = 64U << 20U;
/// Each holds a descriptor.
constexpr std::size_t kMostFiles = 128;
constexpr std::size_t kMostWaiting = 1'024;

/// What is known of the last large pack of everything. It keeps nobody's file: that stays as long as the pack is kept.
struct Former {
  std::weak_ptr<const SharedPack> pack;
  std::vector<PackContents::Slot> slots;
};

std::string text_of(const PackKey& key) {
  return std::to_string(key.repository_id) + ' ' + std::to_string(key.after) + ' ' + std::to_string(key.sequence);
}

}  // namespace

struct PackStore::State {
  State(store::Database& database_in, PackStoreOptions options_in)
      : database(database_in),
        options(std::move(options_in)),
        in_memory(options.memory_bytes, 1),
        in_files(options.file_bytes, 1),
        former(kPlacesBytes, 1) {}

  store::Database& database;
  const PackStoreOptions options;
  // One shard each: a pack may be as large as all that is kept.
  LruCache<std::string, SharedPack> in_memory;
  LruCache<std::string, SharedPack> in_files;
  LruCache<std::int64_t, Former> former;  // by repository
  net::SingleFlight<std::string, PackPointer> flights;
  std::atomic<std::uint64_t> built{0};
  std::atomic<std::uint64_t> shared{0};
  std::atomic<std::uint64_t> copied{0};
  // Nobody who wants what has changed waits behind those who want everything.
  net::BlockingPool update_builders{2, kMostWaiting};
  net::BlockingPool clone_builders{2, kMostWaiting};

  PackPointer find(const std::string& name) {
    PackPointer known = in_memory.find(name);
    return known ? known : in_files.find(name);
  }

  void keep(const std::string& name, const PackPointer& pack) {
    const std::size_t cost =
        pack->bytes.size + sizeof *pack + name.size() + LruCache<std::string, SharedPack>::kOverhead;
    if (pack->bytes.file) {
      in_files.insert(name, pack, std::max(cost, options.file_bytes / kMostFiles));
    } else {
      in_memory.insert(name, pack, cost);
    }
  }

  /// The last pack of everything, while it is kept.
  PackContents former_of(std::int64_t repository_id) {
    const auto known = former.find(repository_id);
    PackPointer pack = known ? known->pack.lock() : nullptr;
    if (!pack) return {};
    return {.pack = std::move(pack), .slots = known->slots};
  }

  void keep_as_former(std::int64_t repository_id, PackContents contents) {
    const std::size_t cost =
        sizeof(Former) + contents.slots.capacity() * sizeof(PackContents::Slot) + decltype(former)::kOverhead;
    former.insert(repository_id,
                  std::make_shared<const Former>(Former{.pack = contents.pack, .slots = std::move(contents.slots)}),
                  cost);
  }

  net::Task<Result<PackPointer>> fly(PackKey key, std::string name) {
    if (PackPointer known = find(name)) co_return known;  // built between this caller's miss and its turn
    net::BlockingPool& builders = key.after == 0 ? clone_builders : update_builders;
    co_return co_await builders.run([this, key, name] { return build(key, name); });
  }

  Result<PackPointer> build(const PackKey& key, const std::string& name) {
    const bool is_whole = key.after == 0;
    const PackContents old = is_whole ? former_of(key.repository_id) : PackContents{};
    TRY_ASSIGN(PackContents contents, build_pack(database, key, options.folder, old));
    built.fetch_add(1, std::memory_order_relaxed);
    copied.fetch_add(contents.copied, std::memory_order_relaxed);
    PackPointer pack = contents.pack;
    keep(name, pack);
    if (is_whole && pack->bytes.file) keep_as_former(key.repository_id, std::move(contents));
    return pack;
  }
};

PackStore::PackStore(store::Database& database, PackStoreOptions options)
    : state_(std::make_unique<State>(database, std::move(options))) {}

PackStore::~PackStore() = default;

net::Task<Result<PackPointer>> PackStore::get(PackKey key) {
  State* state = state_.get();
  std::string name = text_of(key);
  if (PackPointer known = state->find(name)) {
    state->shared.fetch_add(1, std::memory_order_relaxed);
    co_return known;
  }
  co_return co_await state->flights.run(name, [state, key, name] { return state->fly(key, name); });
}

PackNumbers PackStore::numbers() const {
  return {.built = state_->built.load(std::memory_order_relaxed),
          .shared = state_->shared.load(std::memory_order_relaxed),
          .copied = state_->copied.load(std::memory_order_relaxed),
          .file_bytes = state_->in_files.size_in_bytes(),
          .memory_bytes = state_->in_memory.size_in_bytes()};
}

void PackStore::stop() {
  state_->flights.stop();
  state_->update_builders.stop();
  state_->clone_builders.stop();
}

}  // namespace entrepot::git
