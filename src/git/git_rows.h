#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "git/object.h"
#include "git/place.h"
#include "store/transaction.h"

namespace entrepot::git {

/// A state of one repository's index, named by the event that made it.
struct StateRecord {
  std::int64_t sequence = 0;
  std::int64_t number = 0;  ///< which one it is, from 1
  Timestamp at{};
  std::string message{};  ///< of its commit
};

/// An object of the shared tree, and where it stands since which state.
struct PlacedObject {
  Place place;
  ObjectId object;
  std::int64_t since = 0;
};

// Everything below reads or writes git_states and git_entries of one repository, whose access the caller has checked.

/// The newest state; nothing when the follower has seen no event of the repository.
Result<std::optional<StateRecord>> newest_state(store::Transaction& transaction, std::int64_t repository_id);
/// One that is remembered; nothing when it is none or has been forgotten.
Result<std::optional<StateRecord>> find_state(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t sequence);
/// When the next state took its place; nothing while it is the newest.
Result<std::optional<Timestamp>> overtaken_at(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t sequence);
/// Those that are remembered and newer than `after`, newest first.
Result<std::vector<StateRecord>> states_since(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t after);
/// The oldest that is remembered; 0 when none is.
Result<std::int64_t> oldest_state(store::Transaction& transaction, std::int64_t repository_id);
Result<void> insert_state(store::Transaction& transaction, std::int64_t repository_id, std::int64_t sequence,
                          std::int64_t number);

/// A folder's entries in a state, in no order.
Result<std::vector<TreeEntry>> entries_at(store::Transaction& transaction, std::int64_t repository_id,
                                          std::string_view directory, std::int64_t sequence);
/// The same since the last event.
Result<std::vector<TreeEntry>> entries_now(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view directory);
/// What stands at a place since the last event; nothing when nothing does.
Result<std::optional<ObjectId>> entry_now(store::Transaction& transaction, std::int64_t repository_id,
                                          const Place& place);
/// From this state on another object stands there, or none.
Result<void> replace_entry(store::Transaction& transaction, std::int64_t repository_id, const Place& place,
                           const std::optional<ObjectId>& object, std::int64_t sequence);

/// The content of an object of the shared tree as it was in a state: a tree's from its entries, a blob's from the
/// registry's index lines. Fails when it is not what the state says.
Result<std::string> content_at(store::Transaction& transaction, std::int64_t repository_id, const PlacedObject& placed,
                               std::int64_t sequence);

/// The objects that a state has and an older one has not; `after` 0 stands for one without any.
Result<std::int64_t> count_objects(store::Transaction& transaction, std::int64_t repository_id, std::int64_t after,
                                   std::int64_t sequence);
/// Where a walk over them is.
struct Step {
  std::int64_t since = 0;
  Place place{};
};
/// The same, at most `limit` of them, in the order in which they came to be, behind `last`. Costs what has come to be
/// since `after`, however large the repository is.
Result<std::vector<PlacedObject>> next_objects(store::Transaction& transaction, std::int64_t repository_id,
                                               std::int64_t after, std::int64_t sequence, const Step& last,
                                               std::int64_t limit);

/// An entry of the root and the states in which it stands there: since <= state < until (0: without end).
struct RootSpan {
  TreeEntry entry;
  std::int64_t since = 0;
  std::int64_t until = 0;
};
/// All that stand in a state newer than `after`.
Result<std::vector<RootSpan>> root_since(store::Transaction& transaction, std::int64_t repository_id,
                                         std::int64_t after);

/// Forgets the states before the one of that number, and the entries that only they have.
Result<void> forget_before(store::Transaction& transaction, std::int64_t repository_id, std::int64_t number);
Result<void> forget_repository(store::Transaction& transaction, std::int64_t repository_id);
Result<void> forget_everything(store::Transaction& transaction);

}  // namespace entrepot::git
