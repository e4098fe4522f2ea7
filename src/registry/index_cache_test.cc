#include "registry/index_cache.h"

#include <atomic>
#include <thread>

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class Index : public RegistryFixture {};

TEST_F(Index, finds_only_what_was_loaded_and_remembers_misses) {
  const auto house = make_repository("warehouse");
  auto& index = registry_->index();
  EXPECT_EQ(index.find(house->id, "tea"), nullptr);
  EXPECT_FALSE(entry(house, "tea")->found());
  ASSERT_NE(index.find(house->id, "tea"), nullptr);
  EXPECT_FALSE(index.find(house->id, "tea")->found());
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  EXPECT_EQ(index.find(house->id, "tea"), nullptr);
  EXPECT_TRUE(entry(house, "tea")->found());
}

TEST_F(Index, gives_the_same_etag_after_a_restart_and_another_one_to_gzip) {
  const auto house = make_repository("warehouse");
  for (const char* version : {"1.0.0", "1.1.0", "0.9.0"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
  }
  const auto before = entry(house, "tea");
  open();
  const auto after = entry(house, "tea");
  EXPECT_EQ(before->etag, after->etag);
  EXPECT_EQ(before->gzip_body, after->gzip_body);
  EXPECT_NE(before->etag, before->gzip_etag);
  EXPECT_TRUE(before->etag.starts_with('"') && before->etag.ends_with('"'));
  EXPECT_FALSE(before->gzip_body.empty());
  EXPECT_LT(before->gzip_body.size(), before->body.size());
  // Lines stand in the order of publication.
  EXPECT_LT(before->body.find("1.0.0"), before->body.find("1.1.0"));
  EXPECT_LT(before->body.find("1.1.0"), before->body.find("0.9.0"));
}

TEST_F(Index, leaves_deleted_versions_out) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.1.0").has_value());
  const auto remove = [this](const std::string& version) {
    return write(admin_, [version](WriteContext& context) {
      return context.transaction.execute("UPDATE versions SET deleted_at = 1 WHERE version = :a", {version});
    });
  };
  ASSERT_TRUE(remove("1.0.0").has_value());
  open();
  EXPECT_EQ(entry(house, "tea")->version("1.0.0"), nullptr);
  EXPECT_NE(entry(house, "tea")->version("1.1.0"), nullptr);
  ASSERT_TRUE(remove("1.1.0").has_value());
  open();
  EXPECT_FALSE(entry(house, "tea")->found());
}

TEST_F(Index, yanking_rewrites_the_line_in_its_place) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.1.0").has_value());
  const std::string before = entry(house, "tea")->body;
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  const std::string yanked = entry(house, "tea")->body;
  EXPECT_EQ(yanked.size() + 1, before.size());  // "true" for "false"
  EXPECT_LT(yanked.find("\"yanked\":true"), yanked.find('\n'));
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  EXPECT_EQ(entry(house, "tea")->body, yanked);
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::unyank})).has_value());
  EXPECT_EQ(entry(house, "tea")->body, before);
  EXPECT_EQ(await(yank(*registry_, admin_, {house, "Tea", "1.0.0", Yank::yank})).error().code, ErrorCode::not_found);
  EXPECT_EQ(await(yank(*registry_, admin_, {house, "tea", "3.0.0", Yank::yank})).error().code, ErrorCode::not_found);
  EXPECT_FALSE(await(yank(*registry_, admin_, {house, "tea", "1", Yank::yank})).has_value());
}

TEST_F(Index, keeps_an_entry_that_takes_most_of_a_small_bound) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto grow = [](WriteContext& context) {
    return context.transaction.execute("UPDATE versions SET index_line = hex(randomblob(1000000))", {});
  };
  ASSERT_TRUE(write(admin_, grow).has_value());
  IndexCache small(registry_->database(), 4U << 20U);
  ASSERT_TRUE(await(small.load(house->id, "tea")).has_value());
  EXPECT_NE(small.find(house->id, "tea"), nullptr);
}

TEST_F(Index, never_serves_less_than_what_was_acknowledged) {
  const auto house = make_repository("warehouse");
  std::atomic<int> acknowledged{0};
  std::atomic<bool> done{false};
  std::atomic<int> stale{0};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 3; ++reader) {
    readers.emplace_back([&] {
      while (!done) {
        const int least = acknowledged;
        const auto served = entry(house, "tea");
        if (static_cast<int>(served->versions.size()) < least) ++stale;
      }
    });
  }
  for (int number = 0; number < 40; ++number) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0." + std::to_string(number)).has_value());
    acknowledged = number + 1;
  }
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(stale, 0);
}

TEST_F(Index, forgets_a_deleted_repository) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  EXPECT_TRUE(entry(house, "tea")->found());
  ASSERT_NE(await(registry_->repositories().load("Admin", "Warehouse")).value(), nullptr);
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, *house); }).has_value());
  EXPECT_EQ(registry_->index().find(house->id, "tea"), nullptr);
  EXPECT_FALSE(registry_->repositories().find("admin", "warehouse").has_value());
  EXPECT_EQ(await(registry_->repositories().load("admin", "warehouse")).value(), nullptr);
  const auto known = registry_->repositories().find("admin", "warehouse");
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(*known, nullptr);
  EXPECT_NE(make_repository("warehouse")->id, house->id);
  EXPECT_NE(await(registry_->repositories().load("admin", "warehouse")).value(), nullptr);
}

}  // namespace
}  // namespace entrepot::registry
