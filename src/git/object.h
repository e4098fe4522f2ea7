#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "git/object_id.h"

namespace entrepot::git {

/// The numbers are those of pack entries.
enum class ObjectKind : std::uint8_t { commit = 1, tree = 2, blob = 3 };
std::string_view object_kind_word(ObjectKind kind);  ///< "commit", "tree", "blob"

ObjectId object_id(ObjectKind kind, std::string_view content);

/// One line of a tree.
struct TreeEntry {
  std::string name;
  ObjectId object;
  ObjectKind kind = ObjectKind::blob;  ///< blob or tree
};

/// A tree's content: entries in git's order, in which a folder's name ends with a '/'.
std::string encode_tree(std::vector<TreeEntry> entries);

/// A tree's content with another object at one name, or none there. `tree` is what encode_tree gave. One pass without
/// taking the tree apart: of a folder of a hundred thousand crates one line changes.
std::string replace_in_tree(std::string_view tree, std::string_view name, ObjectKind kind,
                            const std::optional<ObjectId>& object);

/// A commit's content, without a parent. The author is the registry, and the time that of the event: nothing in it
/// depends on who made it where.
std::string encode_commit(const ObjectId& tree, Timestamp at, std::string_view message);

}  // namespace entrepot::git
