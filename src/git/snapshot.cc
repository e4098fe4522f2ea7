#include "git/snapshot.h"

#include <algorithm>
#include <utility>

namespace entrepot::git {
namespace {

constexpr std::string_view kConfigName = "config.json";

/// What git compares of a folder.
std::string order_of(const TreeEntry& folder) {
  return folder.name + '/';
}
bool is_before_config(const TreeEntry& folder) {
  return order_of(folder) < kConfigName;
}

std::string config_entry(const ObjectId& config) {
  return encode_tree({{.name = std::string(kConfigName), .object = config, .kind = ObjectKind::blob}});
}

}  // namespace

SnapshotPointer make_snapshot(StateRecord state, std::vector<TreeEntry> root) {
  const auto middle = std::ranges::partition(root, is_before_config).begin();
  return std::make_shared<const Snapshot>(Snapshot{.state = std::move(state),
                                                   .before = encode_tree({root.begin(), middle}),
                                                   .behind = encode_tree({middle, root.end()})});
}

View make_view(const Snapshot& snapshot, std::string_view config_json) {
  const ObjectId config = object_id(ObjectKind::blob, config_json);
  std::string root_content = snapshot.before + config_entry(config) + snapshot.behind;
  const ObjectId root = object_id(ObjectKind::tree, root_content);
  std::string commit_content = encode_commit(root, snapshot.state.at, snapshot.state.message);
  const ObjectId commit = object_id(ObjectKind::commit, commit_content);
  return {.config = config,
          .root = root,
          .commit = commit,
          .root_content = std::move(root_content),
          .commit_content = std::move(commit_content)};
}

CommitList commits_of(const std::vector<StateRecord>& states, const std::vector<RootSpan>& root,
                      const ObjectId& config) {
  struct Piece {
    std::string order;
    std::string bytes;
    std::int64_t since;
    std::int64_t until;
  };
  std::vector<Piece> pieces;
  for (const RootSpan& span : root) {
    pieces.push_back({order_of(span.entry), encode_tree({span.entry}), span.since, span.until});
  }
  std::ranges::sort(pieces, {}, &Piece::order);
  const std::string own = config_entry(config);

  CommitList commits;
  commits.reserve(states.size());
  std::string content;
  for (const StateRecord& state : states) {
    content.clear();
    bool own_stands = false;
    for (const Piece& piece : pieces) {
      if (piece.order > kConfigName && !std::exchange(own_stands, true)) content += own;
      const bool is_there = piece.since <= state.sequence && (piece.until == 0 || piece.until > state.sequence);
      if (is_there) content += piece.bytes;
    }
    if (!own_stands) content += own;
    const ObjectId tree = object_id(ObjectKind::tree, content);
    commits.emplace_back(object_id(ObjectKind::commit, encode_commit(tree, state.at, state.message)), state.sequence);
  }
  std::ranges::sort(commits);
  return commits;
}

}  // namespace entrepot::git
