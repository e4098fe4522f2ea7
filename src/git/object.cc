#include "git/object.h"

#include <algorithm>

#include "base/bytes.h"

namespace entrepot::git {
namespace {

constexpr std::string_view kAuthor = "Entrepot <entrepot@localhost>";

/// What orders an entry.
struct NameAndKind {
  std::string_view name;
  ObjectKind kind;
};

/// The byte that git compares behind the name.
char end_of(const NameAndKind& entry, std::size_t at) {
  if (at < entry.name.size()) return entry.name[at];
  return at == entry.name.size() && entry.kind == ObjectKind::tree ? '/' : '\0';
}

bool comes_before(const NameAndKind& a, const NameAndKind& b) {
  const std::size_t shorter = std::min(a.name.size(), b.name.size());
  const int order = a.name.substr(0, shorter).compare(b.name.substr(0, shorter));
  if (order != 0) return order < 0;
  return static_cast<unsigned char>(end_of(a, shorter)) < static_cast<unsigned char>(end_of(b, shorter));
}

constexpr std::string_view kFolderMode = "40000 ";
constexpr std::string_view kFileMode = "100644 ";

void append_entry(std::string& content, const NameAndKind& entry, const ObjectId& object) {
  content.append(entry.kind == ObjectKind::tree ? kFolderMode : kFileMode).append(entry.name).push_back('\0');
  content.append(as_text(object.bytes()));
}

}  // namespace

std::string_view object_kind_word(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::commit:
      return "commit";
    case ObjectKind::tree:
      return "tree";
    case ObjectKind::blob:
      break;
  }
  return "blob";
}

ObjectId object_id(ObjectKind kind, std::string_view content) {
  std::string header(object_kind_word(kind));
  header.append(" ").append(std::to_string(content.size())).push_back('\0');
  Sha1 hash;
  hash.update(header);
  hash.update(content);
  return hash.finish();
}

std::string encode_tree(std::vector<TreeEntry> entries) {
  const auto order = [](const TreeEntry& entry) { return NameAndKind{entry.name, entry.kind}; };
  std::ranges::sort(entries, comes_before, order);
  std::size_t size = 0;
  for (const TreeEntry& entry : entries) size += kFileMode.size() + entry.name.size() + 1 + ObjectId::kSize;
  std::string content;
  content.reserve(size);
  for (const TreeEntry& entry : entries) append_entry(content, order(entry), entry.object);
  return content;
}

std::string replace_in_tree(std::string_view tree, std::string_view name, ObjectKind kind,
                            const std::optional<ObjectId>& object) {
  const NameAndKind sought{name, kind};
  std::size_t begin = 0;  // of the first entry that is not before it
  std::size_t end = 0;    // of that entry where it is the same, else its begin
  while (begin < tree.size()) {
    const ObjectKind its_kind = tree.substr(begin).starts_with(kFolderMode) ? ObjectKind::tree : ObjectKind::blob;
    const std::size_t name_at = begin + (its_kind == ObjectKind::tree ? kFolderMode : kFileMode).size();
    const std::size_t name_end = std::min(tree.find('\0', name_at), tree.size());
    const NameAndKind entry{tree.substr(name_at, name_end - name_at), its_kind};
    end = std::min(name_end + 1 + ObjectId::kSize, tree.size());
    if (!comes_before(entry, sought)) {
      if (comes_before(sought, entry)) end = begin;
      break;
    }
    begin = end;
  }
  std::string content;
  content.reserve(tree.size() + kFileMode.size() + name.size() + 1 + ObjectId::kSize);
  content.append(tree.substr(0, begin));
  if (object) append_entry(content, sought, *object);
  content.append(tree.substr(end));
  return content;
}

std::string encode_commit(const ObjectId& tree, Timestamp at, std::string_view message) {
  const std::string who = std::string(kAuthor) + " " + std::to_string(to_unix(at)) + " +0000\n";
  std::string content = "tree " + tree.hex() + "\nauthor " + who + "committer " + who + "\n";
  return content.append(message).append("\n");
}

}  // namespace entrepot::git
