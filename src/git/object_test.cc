#include "git/object.h"

#include <gtest/gtest.h>

#include "git/place.h"

namespace entrepot::git {
namespace {

// The expected names are those that git itself gives: `git hash-object`, `git mktree`, `git commit-tree`.

TEST(ObjectId, IsWhatGitCallsTheSameContent) {
  EXPECT_EQ(object_id(ObjectKind::blob, "").hex(), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  EXPECT_EQ(object_id(ObjectKind::blob, "hello\n").hex(), "ce013625030ba8dba906f756967f9e9ca394464a");
  EXPECT_EQ(object_id(ObjectKind::tree, "").hex(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST(ObjectId, IsReadFromFortyLowerCaseDigitsOnly) {
  const std::string hex = "ce013625030ba8dba906f756967f9e9ca394464a";
  ASSERT_TRUE(ObjectId::parse(hex).has_value());
  EXPECT_EQ(ObjectId::parse(hex)->hex(), hex);
  EXPECT_FALSE(ObjectId::parse(hex.substr(1)).has_value());
  EXPECT_FALSE(ObjectId::parse(hex + "0").has_value());
  EXPECT_FALSE(ObjectId::parse("CE013625030ba8dba906f756967f9e9ca394464a").has_value());
  EXPECT_FALSE(ObjectId::parse("ge013625030ba8dba906f756967f9e9ca394464a").has_value());
}

TEST(Sha1, GoesOnFromACopyWithoutChangingTheOriginal) {
  Sha1 hash;
  hash.update("blob 6");
  Sha1 copy = hash;
  copy.update("something else");
  hash.update(std::string_view("\0hello\n", 7));
  EXPECT_EQ(hash.finish().hex(), "ce013625030ba8dba906f756967f9e9ca394464a");
}

TEST(Tree, SortsFoldersAsIfTheirNamesEndedWithASlash) {
  const ObjectId blob = object_id(ObjectKind::blob, "hello\n");
  const ObjectId tree = object_id(ObjectKind::tree, "");
  const std::string content = encode_tree({{.name = "config.json", .object = blob, .kind = ObjectKind::blob},
                                           {.name = "co", .object = tree, .kind = ObjectKind::tree},
                                           {.name = "a", .object = tree, .kind = ObjectKind::tree},
                                           {.name = "a-b", .object = blob, .kind = ObjectKind::blob},
                                           {.name = "a.b", .object = blob, .kind = ObjectKind::blob},
                                           {.name = "a0", .object = blob, .kind = ObjectKind::blob}});
  std::vector<std::string> names;
  for (std::size_t at = 0; at < content.size();) {
    const std::size_t space = content.find(' ', at);
    const std::size_t end = content.find('\0', space);
    names.push_back(content.substr(space + 1, end - space - 1));
    at = end + 1 + ObjectId::kSize;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a-b", "a.b", "a", "a0", "co", "config.json"}));
  EXPECT_TRUE(content.starts_with("100644 a-b"));
  EXPECT_NE(content.find("40000 co"), std::string::npos);
}

TEST(Commit, IsWhatGitMakesOfTheSameTreeTimeAndPeople) {
  const std::string content =
      encode_commit(object_id(ObjectKind::tree, ""), from_unix(1'700'000'000), "Create the index");
  EXPECT_EQ(content,
            "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
            "author Entrepot <entrepot@localhost> 1700000000 +0000\n"
            "committer Entrepot <entrepot@localhost> 1700000000 +0000\n\nCreate the index\n");
}

TEST(Tree, WithOneEntryChangedIsTheTreeEncodedAnew) {
  const ObjectId one = object_id(ObjectKind::blob, "one");
  const ObjectId other = object_id(ObjectKind::blob, "other");
  const std::vector<std::string> names = {"a", "a-b", "a.b", "ab", "abc", "b", "config.json", "z", "zz"};
  for (const ObjectKind kind : {ObjectKind::blob, ObjectKind::tree}) {
    for (unsigned present = 0; present < (1U << names.size()); ++present) {
      std::vector<TreeEntry> entries;
      for (std::size_t at = 0; at < names.size(); ++at) {
        if ((present >> at & 1U) != 0) entries.push_back({.name = names[at], .object = one, .kind = kind});
      }
      const std::string before = encode_tree(entries);
      const std::string& changed = names[present % names.size()];
      std::erase_if(entries, [&](const TreeEntry& entry) { return entry.name == changed; });
      EXPECT_EQ(replace_in_tree(before, changed, kind, std::nullopt), encode_tree(entries));
      entries.push_back({.name = changed, .object = other, .kind = kind});
      EXPECT_EQ(replace_in_tree(before, changed, kind, other), encode_tree(entries));
    }
  }
}

TEST(Place, IsWhereCargoLooks) {
  EXPECT_EQ(place_of_crate("serde"), (Place{"se/rd", "serde"}));
  EXPECT_EQ(place_of_crate("abc"), (Place{"3/a", "abc"}));
  EXPECT_EQ(place_of_crate("ab"), (Place{"2", "ab"}));
  EXPECT_EQ(place_of_crate("a"), (Place{"1", "a"}));
  EXPECT_EQ(place_of_directory("se/rd"), (Place{"se", "rd"}));
  EXPECT_EQ(place_of_directory("se"), (Place{"", "se"}));
  EXPECT_EQ(directory_at({"se", "rd"}), "se/rd");
  EXPECT_EQ(directory_at({"", "1"}), "1");
}

TEST(Place, TellsFilesFromFoldersByTheirFolder) {
  for (const char* files : {"1", "2", "3/a", "se/rd"}) EXPECT_EQ(kind_in(files), ObjectKind::blob) << files;
  for (const char* folders : {"", "3", "se"}) EXPECT_EQ(kind_in(folders), ObjectKind::tree) << folders;
}

}  // namespace
}  // namespace entrepot::git
