#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "git/object_id.h"
#include "net/task.h"
#include "store/database.h"

namespace entrepot::git {

/// Which commits are which states: commit → sequence.
using Sequences = std::unordered_map<ObjectId, std::int64_t>;

/// Finds the states of the commits that clients show. A commit is only known as what a reader with that config.json
/// sees: another's is as unknown as any. Those that were told are at hand. For any other (after a restart; a lie) the
/// commits of all the states that are remembered are made again, once for a reader and then no more than for each new
/// state, on one thread for all: so much and no more can be asked of the server by showing what it does not know.
/// Owned by UploadPack; any thread.
class KnownCommits {
 public:
  explicit KnownCommits(store::Database& database);
  ~KnownCommits();

  /// The reader has been told of it.
  void remember(std::int64_t repository_id, const ObjectId& config, const ObjectId& commit, std::int64_t sequence);
  /// Those of the ids that are states.
  net::Task<Result<Sequences>> find(std::int64_t repository_id, ObjectId config, std::vector<ObjectId> ids);

  std::uint64_t made_again() const;  ///< commits that were made only to be compared
  void stop();                       ///< as PackStore::stop

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::git
