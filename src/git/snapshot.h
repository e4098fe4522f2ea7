#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "git/git_rows.h"
#include "git/object_id.h"

namespace entrepot::git {

/// One state of a repository's index as all its readers share it: the root's entries as they stand before and behind
/// config.json in its tree. Immutable; any thread.
struct Snapshot {
  StateRecord state;
  std::string before{};
  std::string behind{};
};
using SnapshotPointer = std::shared_ptr<const Snapshot>;

SnapshotPointer make_snapshot(StateRecord state, std::vector<TreeEntry> root);

/// The three objects that are a reader's own, because config.json says by which URL it came: a token stands in it. They
/// are made from the state and that file alone, so they are the same at any time and on any node.
struct View {
  ObjectId config;
  ObjectId root;
  ObjectId commit;
  std::string root_content{};
  std::string commit_content{};
};
View make_view(const Snapshot& snapshot, std::string_view config_json);

/// The commits of states as a reader with that config.json sees them, in the order of their ids. Costs a hash of the
/// root for each state; for a thread that may work for long.
using CommitList = std::vector<std::pair<ObjectId, std::int64_t>>;
CommitList commits_of(const std::vector<StateRecord>& states, const std::vector<RootSpan>& root,
                      const ObjectId& config);

}  // namespace entrepot::git
