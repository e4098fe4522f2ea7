#include "git/git_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "base/encoding.h"
#include "cargo/crate_name.h"
#include "git/git_fixture_test.h"

namespace entrepot::git {
namespace {

using registry::RepositoryPointer;
using registry::Visibility;
using registry::Yank;

/// Every object of the shared tree, by path, made from files alone: what the follower must have come to.
class WholeTree {
 public:
  explicit WholeTree(const std::map<std::string, std::string>& files) {
    for (const auto& [path, body] : files) add(path, object_id(ObjectKind::blob, body), ObjectKind::blob);
    for (const char* depth : {"a/b", "a"}) make_trees(std::count(depth, depth + std::strlen(depth), '/'));
  }
  const std::map<std::string, std::string>& objects() const { return objects_; }

 private:
  void add(const std::string& path, const ObjectId& object, ObjectKind kind) {
    objects_[path] = object.hex();
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
    folders_[folder].push_back({.name = path.substr(slash + 1), .object = object, .kind = kind});
  }
  void make_trees(std::ptrdiff_t slashes) {
    const auto folders = folders_;
    for (const auto& [path, entries] : folders) {
      if (path.empty() || std::ranges::count(path, '/') != slashes) continue;
      add(path, object_id(ObjectKind::tree, encode_tree(entries)), ObjectKind::tree);
    }
  }
  std::map<std::string, std::string> objects_;
  std::map<std::string, std::vector<TreeEntry>> folders_;
};

class GitIndexTest : public GitFixture {
 protected:
  /// What the rows say that the newest state is.
  std::map<std::string, std::string> stored(const RepositoryPointer& house) {
    const std::int64_t sequence = newest(house);
    const auto rows = read([&](store::Transaction& t) { return next_objects(t, house->id, 0, sequence, {}, 100'000); });
    EXPECT_TRUE(rows.has_value());
    std::map<std::string, std::string> objects;
    for (const PlacedObject& placed : *rows) objects[directory_at(placed.place)] = placed.object.hex();
    return objects;
  }
  /// The same from the sparse index.
  std::map<std::string, std::string> expected(const RepositoryPointer& house, const std::set<std::string>& names) {
    std::map<std::string, std::string> files;
    for (const std::string& name : names) {
      const auto file = entry(house, to_lower(name));
      if (file->found()) files[index_path(to_lower(name))] = file->body;
    }
    return WholeTree(files).objects();
  }
  std::int64_t newest(const RepositoryPointer& house) {
    const auto state = read([&](store::Transaction& t) { return newest_state(t, house->id); });
    EXPECT_TRUE(state.has_value() && state->has_value());
    return (*state)->sequence;
  }
  /// Every row that the follower keeps, as text.
  std::vector<std::string> dump() {
    std::vector<std::string> lines;
    const auto add = [&](store::Transaction& t, std::string_view sql, std::size_t columns) -> Result<void> {
      TRY_ASSIGN(const auto rows, t.query(sql));
      for (const auto& row : rows) {
        std::string line;
        for (std::size_t column = 0; column < columns; ++column) {
          line += row.text(column) + std::to_string(row.integer(column)) + '|';
        }
        lines.push_back(std::move(line));
      }
      return {};
    };
    const auto read_all = read([&](store::Transaction& t) -> Result<int> {
      TRY(add(t, "SELECT object, directory, name, since, until, repository_id FROM git_entries ORDER BY 6, 2, 3, 4",
              6));
      TRY(add(t, "SELECT repository_id, sequence FROM git_states ORDER BY 1, 2", 2));
      return 0;
    });
    EXPECT_TRUE(read_all.has_value());
    return lines;
  }
};

TEST_F(GitIndexTest, begins_with_a_state_without_a_file) {
  const auto house = make_repository("warehouse");
  catch_up();
  EXPECT_GT(newest(house), 0);
  EXPECT_TRUE(stored(house).empty());
}

TEST_F(GitIndexTest, is_the_sparse_index_as_trees) {
  const auto house = make_repository("warehouse");
  const std::set<std::string> names{"a", "ab", "abc", "abd", "Serde", "serde_json", "serve", "sea-x", "xyz", "se"};
  for (const std::string& name : names) ASSERT_TRUE(publish_crate(house, admin_, name, "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "Serde", "1.0.1").has_value());
  catch_up();
  EXPECT_EQ(stored(house), expected(house, names));
}

TEST_F(GitIndexTest, follows_yanks_and_makes_a_state_of_each_change) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "serde", "1.0.0").has_value());
  catch_up();
  const std::int64_t published = newest(house);
  const auto before = stored(house);
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "serde", "1.0.0", Yank::yank})).has_value());
  catch_up();
  EXPECT_GT(newest(house), published);
  EXPECT_NE(stored(house), before);
  EXPECT_EQ(stored(house), expected(house, {"serde"}));
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "serde", "1.0.0", Yank::unyank})).has_value());
  catch_up();
  EXPECT_EQ(stored(house), before);
}

TEST_F(GitIndexTest, keeps_repositories_apart_and_forgets_those_that_are_deleted) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("elsewhere");
  ASSERT_TRUE(publish_crate(house, admin_, "serde", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(other, admin_, "tokio", "1.0.0").has_value());
  catch_up();
  EXPECT_EQ(stored(house), expected(house, {"serde"}));
  EXPECT_EQ(stored(other), expected(other, {"tokio"}));
  ASSERT_TRUE(write(admin_, [other](registry::WriteContext& context) -> Result<int> {
                TRY(delete_repository(context, *other));
                return 0;
              }).has_value());
  catch_up();
  EXPECT_EQ(stored(house), expected(house, {"serde"}));
  const auto state = read([&](store::Transaction& t) { return newest_state(t, other->id); });
  EXPECT_FALSE(state.value().has_value());
}

TEST_F(GitIndexTest, comes_out_the_same_row_for_row_when_it_is_replayed_however_late) {
  const auto house = make_repository("warehouse");
  const auto other = make_repository("elsewhere");
  std::mt19937 dice(20'261'122);
  const std::vector<std::string> names{"a", "bc", "def", "deg", "serde", "serde_json", "serve", "tokio", "tokio-util"};
  std::map<std::string, int> versions;
  for (int step = 0; step < 150; ++step) {
    const auto& where = dice() % 4 == 0 ? other : house;
    const std::string& name = names[dice() % names.size()];
    int& count = versions[where->slug + name];
    if (count == 0 || dice() % 2 == 0) {
      ASSERT_TRUE(publish_crate(where, admin_, name, "1." + std::to_string(count++) + ".0").has_value());
    } else {
      const std::string version = "1." + std::to_string(dice() % static_cast<unsigned>(count)) + ".0";
      const Yank what = dice() % 2 == 0 ? Yank::yank : Yank::unyank;
      ASSERT_TRUE(await(yank(*registry_, admin_, {where, name, version, what})).has_value());
    }
    if (dice() % 5 == 0) catch_up();
    clock_.advance(Seconds(1));
  }
  catch_up();
  const auto before = dump();
  const std::set<std::string> all(names.begin(), names.end());
  EXPECT_EQ(stored(house), expected(house, all));
  EXPECT_EQ(stored(other), expected(other, all));
  ASSERT_TRUE(registry_->followers().rebuild(GitIndex::kName).has_value());
  EXPECT_EQ(dump(), before);
}

TEST_F(GitIndexTest, does_nothing_when_it_is_shown_an_event_again) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "serde", "1.0.0").has_value());
  catch_up();
  const auto before = dump();
  const auto again = registry_->database().write_here([](store::Transaction& t) -> Result<int> {
    GitIndex follower;
    TRY_ASSIGN(const auto events, registry::read_events(t, 0, 1'000));
    for (const auto& event : events) TRY(follower.apply(t, event));
    return 0;
  });
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(dump(), before);
}

TEST_F(GitIndexTest, gives_the_content_of_every_object_of_every_state_it_remembers) {
  const auto house = make_repository("warehouse");
  for (int patch = 0; patch < 6; ++patch) {
    ASSERT_TRUE(
        publish_crate(house, admin_, patch % 2 == 0 ? "serde" : "serve", "1.0." + std::to_string(patch)).has_value());
  }
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "serde", "1.0.0", Yank::yank})).has_value());
  catch_up();
  const auto states = read([&](store::Transaction& t) { return states_since(t, house->id, 0); }).value();
  ASSERT_EQ(states.size(), 8U);
  for (const StateRecord& state : states) {
    const auto checked = read([&](store::Transaction& t) -> Result<std::size_t> {
      TRY_ASSIGN(const auto objects, next_objects(t, house->id, 0, state.sequence, {}, 1'000));
      for (const PlacedObject& placed : objects) TRY(content_at(t, house->id, placed, state.sequence));
      return objects.size();
    });
    ASSERT_TRUE(checked.has_value()) << state.sequence << " " << checked.error().detail;
    EXPECT_EQ(*checked == 0, state.sequence == states.back().sequence);
  }
}

}  // namespace
}  // namespace entrepot::git
