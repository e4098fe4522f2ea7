#include "registry/crate_list.h"

#include <algorithm>

#include "registry/crate_dependents.h"
#include "registry/listed_crates.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

using testing::CrateBuilder;

class CrateLists : public RegistryFixture {
 protected:
  std::string names(const RepositoryPointer& house, const CrateListing& listing = {}) {
    const auto page = read(
        [&](store::Transaction& transaction) { return list_crates({transaction, *house}, listing, clock_.now()); });
    EXPECT_TRUE(page.has_value()) << page.error().message << page.error().detail;
    std::string out;
    for (const CrateSummary& crate : page->crates) {
      out += crate.name + " " + crate.newest_version + " of " + std::to_string(crate.versions) + ", ";
    }
    return out + std::to_string(page->total);
  }
  std::string dependents(const RepositoryPointer& house, const std::string& crate, const PrincipalPointer& actor) {
    const auto page = read([&](store::Transaction& transaction) {
      const DependentsQuestion question{.crate = crate, .actor = *actor, .public_url = registry_->public_url()};
      return list_dependents({transaction, *house}, question, 1, 100, clock_.now());
    });
    EXPECT_TRUE(page.has_value()) << page.error().message << page.error().detail;
    std::string out;
    for (const CrateDependent& one : page->dependents) {
      out += one.repository_slug + "/" + one.name + " " + one.version + " " + one.requirement + ", ";
    }
    return out + std::to_string(page->total);
  }
  /// A crate with one dependency; `registry`: its index, "" for its own.
  void publish_needing(const RepositoryPointer& house, const std::string& name, const std::string& version,
                       const std::string& needed, const std::string& registry = {}) {
    const std::string manifest = "[package]\nname = \"" + name + "\"\nversion = \"" + version +
                                 "\"\ndescription = \"d\"\nlicense = \"MIT\"\n[dependencies." + needed +
                                 "]\nversion = \"^1\"\n" +
                                 (registry.empty() ? std::string() : "registry-index = \"" + registry + "\"\n");
    const std::string bytes = CrateBuilder(name, version).manifest(manifest).build();
    std::size_t offset = 0;
    const auto next = [&bytes, &offset] { return next_piece(bytes, offset, 1000); };
    const auto done = await(publish(
        *registry_,
        {.repository = house, .principal = admin_, .body = next, .length = bytes.size(), .form = PublishForm::crate}));
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }
  void run_sql(const std::string& sql) {
    const auto done = write(admin_, [sql](WriteContext& context) { return context.transaction.execute(sql); });
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }
};

TEST_F(CrateLists, show_the_newest_version_and_how_many_there_are) {
  const auto house = make_repository("house");
  for (const char* version : {"1.0.0", "2.0.0-rc.1", "1.2.0"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
  }
  clock_.advance(Seconds(5));
  ASSERT_TRUE(publish_crate(house, admin_, "cup", "0.1.0").has_value());
  EXPECT_EQ(names(house), "cup 0.1.0 of 1, tea 1.2.0 of 3, 2");
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.2.0", Yank::yank})).has_value());
  EXPECT_EQ(names(house, {.sort = "name"}), "cup 0.1.0 of 1, tea 1.0.0 of 3, 2");
}

TEST_F(CrateLists, page_alike_with_and_without_a_query_however_deep) {
  const auto house = make_repository("house");
  for (int number = 0; number < 12; ++number) {
    clock_.advance(Seconds(number % 3));  // some at the same time
    ASSERT_TRUE(publish_crate(house, admin_, "crate-" + std::to_string(number), "1.0.0").has_value());
  }
  for (const char* sort : {"", "updated_at", "name", "-name", "-downloads", "versions", "-size"}) {
    const std::string all = names(house, {.sort = sort, .page_size = 100});
    EXPECT_EQ(names(house, {.query = "crate", .sort = sort, .page_size = 100}), all) << sort;
    EXPECT_EQ(names(house, {.query = "crate", .sort = sort, .page_size = 20'000}), all) << sort;
    std::string by_pages;
    for (std::size_t page = 1; page <= 3; ++page) {
      const std::string part =
          names(house, {.query = page == 2 ? "crate" : "", .sort = sort, .page = page, .page_size = 5});
      by_pages += part.substr(0, part.rfind(' ') + 1);
    }
    EXPECT_EQ(by_pages + "12", all) << sort;
  }
}

TEST_F(CrateLists, of_a_database_from_before_are_made_of_the_log) {
  const auto house = make_repository("house");
  for (const char* version : {"1.0.0", "1.1.0"}) ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
  run_sql("UPDATE repositories SET settings = '{\"use_default_cargo_upstream\":false}'");
  registry_->repositories().forget(house->id);
  const auto again = *await(registry_->repositories().load("admin", "house"));
  publish_needing(again, "pot", "1.0.0", "tea");
  const std::string listed = names(house);
  const std::string needing = dependents(house, "tea", admin_);
  EXPECT_EQ(needing, "house/pot 1.0.0 ^1, 1");
  registry_->followers().catch_up();
  run_sql("DELETE FROM listed_crates");
  run_sql("DELETE FROM crate_dependents");
  run_sql("UPDATE crates SET newest_version_id = NULL, version_count = 0, byte_count = 0, is_yanked = 0");
  run_sql("UPDATE followers SET cursor_sequence = 0 WHERE name = 'crate_list'");
  EXPECT_EQ(names(house), "2");
  open();
  registry_->followers().catch_up();
  EXPECT_EQ(names(house), listed);
  EXPECT_EQ(dependents(house, "tea", admin_), needing);

  run_sql("UPDATE listed_crates SET version_count = 99");
  run_sql("DELETE FROM crate_dependents");
  ASSERT_TRUE(write(admin_, [](WriteContext& context) { return CrateList().reset(context.transaction); }).has_value());
  run_sql("UPDATE followers SET cursor_sequence = 0 WHERE name = 'crate_list'");
  open();
  registry_->followers().catch_up();
  EXPECT_EQ(names(house), listed) << "a wrong list is made anew";
  EXPECT_EQ(dependents(house, "tea", admin_), needing);
}

TEST_F(CrateLists, tell_dependents_of_other_repositories_only_to_who_may_read_them) {
  const auto house = make_repository("house", Visibility::public_);
  const auto open_yard = make_repository("yard", Visibility::public_);
  const auto closed_yard = make_repository("cellar");
  const auto stranger = make_user("stranger");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(open_yard, admin_, "tea", "1.0.0").has_value());
  const std::string index = "sparse+http://127.0.0.1:8088/public/admin/house/cargo/";
  publish_needing(open_yard, "kettle", "1.0.0", "tea", index);
  publish_needing(closed_yard, "secret", "1.0.0", "tea", index);
  publish_needing(closed_yard, "elsewhere", "1.0.0", "tea", "sparse+https://other.example/index/");
  publish_needing(closed_yard, "crates-io", "1.0.0", "tea");
  EXPECT_EQ(dependents(house, "tea", stranger), "yard/kettle 1.0.0 ^1, 1");
  EXPECT_EQ(dependents(house, "tea", auth::anonymous()), "yard/kettle 1.0.0 ^1, 1");
  EXPECT_EQ(dependents(house, "tea", admin_), "cellar/secret 1.0.0 ^1, yard/kettle 1.0.0 ^1, 2");
  EXPECT_EQ(dependents(open_yard, "tea", admin_), "0");
  // The newest version counts.
  ASSERT_TRUE(publish_crate(open_yard, admin_, "kettle", "1.1.0").has_value());
  EXPECT_EQ(dependents(house, "tea", stranger), "0");
  ASSERT_TRUE(await(yank(*registry_, admin_, {open_yard, "kettle", "1.1.0", Yank::yank})).has_value());
  EXPECT_EQ(dependents(house, "TEA", stranger), "yard/kettle 1.0.0 ^1, 1");
}

/// A database as it was before the list of crates, with one crate.
TEST(CrateListMigration, keeps_the_crates_of_an_old_database) {
  std::string pattern = (std::filesystem::temp_directory_path() / "entrepot-old-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  const auto path = folder / "metadata.sqlite";
  const auto all = store::embedded_migrations();
  const auto is_older = [](const store::Migration& one) { return one.version < 10; };
  const auto before = static_cast<std::size_t>(std::ranges::count_if(all, is_older));
  ASSERT_LT(before, all.size());
  {
    const auto old = store::open_sqlite(path, {.migrations = all.first(before)}).value();
    const auto filled = old->write_here([](store::Transaction& transaction) -> Result<void> {
      const std::string checksum(64, 'a');
      for (const std::string& sql :
           {std::string(
                "INSERT INTO namespaces (id, slug, slug_key, kind, name, slug_perm, created_at) VALUES (1, 'a', "
                "'a', 'user', 'a', 'p', 1)"),
            std::string("INSERT INTO users (id, created_at) VALUES (1, 1)"),
            std::string("INSERT INTO repositories (id, namespace_id, slug, slug_key, slug_perm, name, description, "
                        "visibility, default_privilege, settings, publish_rules, crate_count, created_at, updated_at) "
                        "VALUES (1, 1, 'r', 'r', 'r', 'r', '', 'public', 'Read', '{}', '{}', 1, 1, 1)"),
            std::string(
                "INSERT INTO crates (id, repository_id, name, canonical, index_key, description, keywords, "
                "max_version, created_at, updated_at) VALUES (1, 1, 'tea', 'tea', 'tea', 'd', '', '1.0.0', 1, 1)"),
            "INSERT INTO versions (id, crate_id, version, version_key, index_line, checksum, size, published_at, "
            "published_by, slug_perm, metadata) VALUES (1, 1, '1.0.0', '1.0.0', '{\"name\":\"tea\",\"vers\":\"1.0.0\","
            "\"deps\":[{\"name\":\"cup\",\"req\":\"^1\",\"features\":[],\"optional\":false,\"default_features\":true,"
            "\"target\":null,\"kind\":\"normal\"}],\"cksum\":\"" +
                checksum + "\",\"features\":{},\"yanked\":false}', '" + checksum + "', 7, 1, 1, 'vp', '{}')",
            std::string(
                "INSERT INTO packages (id, repository_id, uploaded_at, size, downloads, prerelease, sort_key, "
                "name, version, status, tags, content, dependencies, license, uploader, filename) VALUES (1, 1, "
                "1, 7, 0, 0, '1', 'tea', '1.0.0', 'completed', '', 'tea', '', '', 'a', 'tea-1.0.0.crate')")}) {
        TRY(transaction.execute(sql));
      }
      return {};
    });
    ASSERT_TRUE(filled.has_value()) << filled.error().detail;
    old->stop();
  }
  const auto database = store::open_sqlite(path).value();
  const auto page = database->write_here([](store::Transaction& transaction) -> Result<CratePage> {
    TRY(CrateList().apply(transaction,
                          {.kind = EventKind::published, .repository_id = 1, .subject_id = 1, .crate = "tea"}));
    TRY_ASSIGN(const RepositoryPointer house, find_repository_by_id(transaction, 1));
    return list_crates({transaction, *house}, {}, from_unix(2));
  });
  ASSERT_TRUE(page.has_value()) << page.error().detail;
  ASSERT_EQ(page->crates.size(), 1U);
  EXPECT_EQ(page->crates.front().newest_version, "1.0.0");
  EXPECT_EQ(page->crates.front().size, 7);
  const auto needs = database->read_here([](store::Transaction& transaction) {
    return transaction.query("SELECT dependent FROM crate_dependents WHERE name = 'cup' AND registry = ''");
  });
  EXPECT_EQ(needs->size(), 1U);
  database->stop();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace entrepot::registry
