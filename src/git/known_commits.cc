#include "git/known_commits.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <string>
#include <utility>

#include "base/lru_cache.h"
#include "base/try.h"
#include "git/git_rows.h"
#include "git/snapshot.h"
#include "net/blocking_pool.h"
#include "net/single_flight.h"

namespace entrepot::git {
namespace {

constexpr std::size_t kToldCommits = 65'536;
constexpr std::size_t kTableBytes = 16U << 20U;  // some hundred readers with as many states as are remembered
constexpr std::size_t kMostWaiting = 64;

/// The commits of the states up to one, as one reader sees them. Immutable.
struct CommitTable {
  std::int64_t through = 0;
  CommitList commits{};

  const std::int64_t* find(const ObjectId& id) const {
    // The newest of them: what is done and undone within a second makes the same commit twice.
    const auto behind = std::ranges::upper_bound(commits, id, {}, &CommitList::value_type::first);
    return behind != commits.begin() && std::prev(behind)->first == id ? &std::prev(behind)->second : nullptr;
  }
};
using TablePointer = std::shared_ptr<const CommitTable>;

struct History {
  std::int64_t oldest = 0;
  std::vector<StateRecord> states{};
  std::vector<RootSpan> root{};
};

Result<History> read_history(store::Transaction& transaction, std::int64_t repository_id, std::int64_t after) {
  History history;
  TRY_ASSIGN(history.oldest, oldest_state(transaction, repository_id));
  TRY_ASSIGN(history.states, states_since(transaction, repository_id, after));
  TRY_ASSIGN(history.root, root_since(transaction, repository_id, after));
  return history;
}

std::string reader_key(std::int64_t repository_id, const ObjectId& config) {
  return std::to_string(repository_id).append(" ").append(as_text(config.bytes()));
}

}  // namespace

struct KnownCommits::State {
  explicit State(store::Database& database_in) : database(database_in), told(kToldCommits), tables(kTableBytes, 4) {}

  store::Database& database;
  LruCache<std::string, std::int64_t> told;  // reader's key and commit → sequence
  LruCache<std::string, CommitTable> tables;
  net::SingleFlight<std::string, TablePointer> flights;
  std::atomic<std::uint64_t> made_again{0};
  net::BlockingPool thread{1, kMostWaiting};

  /// With every state that there was when this was called.
  net::Task<Result<TablePointer>> table_of(std::int64_t repository_id, ObjectId config) {
    std::string key = reader_key(repository_id, config);
    CO_TRY_ASSIGN(const auto newest, co_await database.read([repository_id](store::Transaction& transaction) {
      return newest_state(transaction, repository_id);
    }));
    const std::int64_t sequence = newest ? newest->sequence : 0;
    if (TablePointer known = tables.find(key); known && known->through >= sequence) co_return known;
    TablePointer made;
    // A second time where this caller joined a flight that had looked before the newest state was there.
    for (int flight = 0; flight < 2 && (!made || made->through < sequence); ++flight) {
      CO_TRY_ASSIGN(made, co_await flights.run(key, [this, key, repository_id, config] {
        return thread.run([this, key, repository_id, config] { return extend(key, repository_id, config); });
      }));
    }
    co_return made;
  }

  Result<TablePointer> extend(const std::string& key, std::int64_t repository_id, const ObjectId& config) {
    const TablePointer old = tables.find(key);
    const std::int64_t after = old ? old->through : 0;
    TRY_ASSIGN(const History history, database.read_here([repository_id, after](store::Transaction& transaction) {
      return read_history(transaction, repository_id, after);
    }));
    CommitTable table;
    table.through = history.states.empty() ? after : history.states.front().sequence;
    table.commits = commits_of(history.states, history.root, config);
    made_again.fetch_add(table.commits.size(), std::memory_order_relaxed);
    if (old) {
      std::ranges::copy_if(old->commits, std::back_inserter(table.commits),
                           [&](const auto& commit) { return commit.second >= history.oldest; });
      std::ranges::sort(table.commits);
    }
    auto made = std::make_shared<const CommitTable>(std::move(table));
    tables.insert(key, made,
                  sizeof *made + made->commits.size() * sizeof(CommitList::value_type) + key.size() +
                      decltype(tables)::kOverhead);
    return made;
  }
};

KnownCommits::KnownCommits(store::Database& database) : state_(std::make_unique<State>(database)) {}

KnownCommits::~KnownCommits() = default;

void KnownCommits::remember(std::int64_t repository_id, const ObjectId& config, const ObjectId& commit,
                            std::int64_t sequence) {
  std::string key = reader_key(repository_id, config);
  key.append(as_text(commit.bytes()));
  state_->told.insert(std::move(key), std::make_shared<const std::int64_t>(sequence), 1);
}

net::Task<Result<Sequences>> KnownCommits::find(std::int64_t repository_id, ObjectId config,
                                                std::vector<ObjectId> ids) {
  Sequences known;
  std::string key = reader_key(repository_id, config);
  const std::size_t size = key.size();
  std::erase_if(ids, [&](const ObjectId& id) {
    key.resize(size);
    const auto sequence = state_->told.find(key.append(as_text(id.bytes())));
    if (sequence) known.emplace(id, *sequence);
    return sequence != nullptr;
  });
  if (ids.empty()) co_return known;
  CO_TRY_ASSIGN(const TablePointer table, co_await state_->table_of(repository_id, config));
  for (const ObjectId& id : ids) {
    if (const std::int64_t* const sequence = table->find(id)) known.emplace(id, *sequence);
  }
  co_return known;
}

std::uint64_t KnownCommits::made_again() const {
  return state_->made_again.load(std::memory_order_relaxed);
}

void KnownCommits::stop() {
  state_->flights.stop();
  state_->thread.stop();
}

}  // namespace entrepot::git
