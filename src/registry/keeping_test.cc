#include <fstream>

#include "cargo/publish_metadata.h"
#include "registry/gc.h"
#include "registry/publish_rows.h"
#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class Keeping : public RegistryFixture {
 protected:
  Checksum checksum_of(const RepositoryPointer& house, const std::string& crate, const std::string& version) {
    return entry(house, crate)->version(version)->checksum;
  }
  VerifyReport report(Seconds grace = kDefaultGrace) {
    auto found = verify(*registry_, grace);
    EXPECT_TRUE(found.has_value()) << found.error().message << found.error().detail;
    return *found;
  }
  bool mentions(const VerifyReport& found, const std::string& text) {
    return found.to_json().find(text) != std::string::npos;
  }
  Result<std::int64_t> run_sql(const std::string& sql) {
    return write(admin_, [sql](WriteContext& context) { return context.transaction.execute(sql); });
  }
  Checksum add_orphan(const std::string& bytes) {
    auto writer = blobs_->create().value();
    EXPECT_TRUE(writer->write(as_bytes(bytes)).has_value());
    return writer->commit().value();
  }
};

TEST_F(Keeping, verify_is_clean_after_honest_work) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.1.0").has_value());
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  const auto found = report();
  EXPECT_TRUE(found.clean()) << found.to_json();
  EXPECT_EQ(found.versions, 2U);
  EXPECT_EQ(found.blobs, 2U);
}

TEST_F(Keeping, verify_finds_each_kind_of_damage) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"tea", "coffee", "cocoa", "milk"}) {
    ASSERT_TRUE(publish_crate(house, admin_, name, "1.0.0").has_value());
  }
  ASSERT_TRUE(blobs_->remove(checksum_of(house, "tea", "1.0.0")).has_value());
  ASSERT_TRUE(run_sql("UPDATE versions SET index_line = '{}' WHERE crate_id = 2").has_value());
  ASSERT_TRUE(run_sql("UPDATE versions SET yanked = 1 WHERE crate_id = 3").has_value());
  const std::string hex = checksum_of(house, "milk", "1.0.0").hex();
  const auto path = folder_ / "store" / "blobs" / hex.substr(0, 2) / hex.substr(2, 2) / hex;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  std::ofstream(path, std::ios::app) << "more";
  const auto found = report();
  EXPECT_FALSE(found.clean());
  EXPECT_TRUE(mentions(found, "admin/warehouse tea 1.0.0: the blob")) << found.to_json();
  EXPECT_TRUE(mentions(found, "admin/warehouse coffee 1.0.0: the index line is bad")) << found.to_json();
  EXPECT_TRUE(mentions(found, "admin/warehouse cocoa 1.0.0: the index line says something else")) << found.to_json();
  EXPECT_TRUE(mentions(found, "has other bytes than its name says")) << found.to_json();
}

TEST_F(Keeping, gc_removes_old_orphans_only) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const Checksum orphan = add_orphan("nobody's");
  // Files bear the machine's time; the registry's clock is turned to be beside it.
  clock_.advance(SystemClock().now() - clock_.now());
  EXPECT_TRUE(report().clean());
  EXPECT_EQ(report().orphans, std::vector<std::string>{orphan.hex()});
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::remove)->kept_young, 1U);
  clock_.advance(kDefaultGrace + Seconds(10));
  EXPECT_FALSE(report().clean());
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::dry_run)->removed_blobs, 1U);
  EXPECT_TRUE(blobs_->open(orphan).has_value());
  const auto removed = gc(*registry_, kDefaultGrace, GcMode::remove);
  ASSERT_TRUE(removed.has_value()) << removed.error().message;
  EXPECT_EQ(removed->removed_blobs, 1U);
  EXPECT_EQ(removed->removed_bytes, 8U);
  EXPECT_FALSE(blobs_->open(orphan).has_value());
  EXPECT_TRUE(report().clean());
}

TEST_F(Keeping, gc_removes_the_bytes_of_a_deleted_repository_unless_another_has_them) {
  const auto house = make_repository("warehouse");
  const auto copy = make_repository("copy");
  const std::string shared = testing::CrateBuilder("tea", "1.0.0").body();
  ASSERT_TRUE(publish_body(house, admin_, shared).has_value());
  ASSERT_TRUE(publish_body(copy, admin_, shared).has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "coffee", "1.0.0").has_value());
  const Checksum tea = checksum_of(house, "tea", "1.0.0");
  const Checksum coffee = checksum_of(house, "coffee", "1.0.0");
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, *house); }).has_value());
  clock_.advance(SystemClock().now() - clock_.now() + kDefaultGrace + Seconds(10));
  EXPECT_TRUE(report().clean());
  EXPECT_EQ(report().released, std::vector<std::string>{coffee.hex()});
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::remove)->removed_blobs, 1U);
  EXPECT_TRUE(blobs_->open(tea).has_value());
  EXPECT_FALSE(blobs_->open(coffee).has_value());
}

TEST_F(Keeping, gc_gives_the_bytes_of_a_deleted_repository_their_grace_from_the_deletion) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  clock_.advance(SystemClock().now() - clock_.now() + 3 * kDefaultGrace);
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, *house); }).has_value());
  clock_.advance(kDefaultGrace - Seconds(10));
  EXPECT_TRUE(report().clean());
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::remove)->kept_young, 1U);
  clock_.advance(Seconds(20));
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::remove)->removed_blobs, 1U);
}

TEST_F(Keeping, a_repository_counts_its_crates_and_verify_adds_up) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.1.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "coffee", "1.0.0").has_value());
  const auto numbers = read([&](store::Transaction& t) { return repository_numbers(t, *house); });
  ASSERT_TRUE(numbers.has_value());
  EXPECT_EQ(numbers->crates, 2);
  EXPECT_EQ(numbers->versions, 3);
  EXPECT_EQ(static_cast<std::uint64_t>(numbers->bytes), report().bytes);
  EXPECT_TRUE(report().clean());
  ASSERT_TRUE(run_sql("UPDATE repositories SET version_count = 2").has_value());
  EXPECT_TRUE(mentions(report(), "admin/warehouse counts other crates")) << report().to_json();
}

TEST_F(Keeping, a_publish_whose_bytes_are_gone_is_not_acknowledged) {
  const auto house = make_repository("warehouse");
  const auto none = write(admin_, [&](WriteContext& context) {
    return write_version(
        context, *blobs_, *house,
        {.metadata = parse_publish_metadata(testing::CrateBuilder("tea", "1.0.0").metadata_json()).value(),
         .dependencies = {},
         .checksum = sha256("never stored"),
         .size = 12});
  });
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(entry(house, "tea")->found());
}

TEST_F(Keeping, downloads_are_counted_once_for_all_threads) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto tea = entry(house, "tea");
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) registry_->downloads().count(tea->crate_id, tea->versions.front().id);
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_TRUE(registry_->downloads().flush().has_value());
  ASSERT_TRUE(registry_->downloads().flush().has_value());
  const auto numbers = read([&](store::Transaction& t) { return repository_numbers(t, *house); });
  EXPECT_EQ(numbers->downloads, 400);
  EXPECT_EQ(numbers->versions, 1);
}

TEST_F(Keeping, stopping_writes_what_was_counted) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto tea = entry(house, "tea");
  registry_->start();
  registry_->downloads().count(tea->crate_id, tea->versions.front().id);
  registry_->stop();
  EXPECT_EQ(read([&](store::Transaction& t) { return repository_numbers(t, *house); })->downloads, 1);
}

}  // namespace
}  // namespace entrepot::registry
