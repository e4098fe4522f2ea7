#include "registry/packages.h"

#include "package_query/package_rows.h"
#include "registry/blob_use.h"
#include "registry/gc.h"
#include "registry/package_changes.h"
#include "registry/package_copy.h"
#include "registry/package_details.h"
#include "registry/package_lists.h"
#include "registry/registry_fixture_test.h"
#include "registry/uploads.h"

namespace entrepot::registry {
namespace {

class PackagesTest : public RegistryFixture {
 protected:
  /// Files have the time of the machine: whatever is written in a test is old.
  PackagesTest() { clock_.advance(std::chrono::hours(20 * 365 * 24)); }

  std::vector<PackageInfo> list(const RepositoryPointer& house, const std::string& query = "") {
    auto found = read([&](store::Transaction& transaction) {
      return list_packages({transaction, *house}, {.query = query}, clock_.now());
    });
    EXPECT_TRUE(found.has_value()) << found.error().message << found.error().detail;
    return found ? found->packages : std::vector<PackageInfo>();
  }
  void change(std::function<Result<void>(WriteContext&)> work) {
    const auto done = write(admin_, std::move(work));
    EXPECT_TRUE(done.has_value()) << done.error().message << done.error().detail;
  }
  void remove(const RepositoryPointer& house, const PackageInfo& package) {
    change([&](WriteContext& context) { return delete_package(context, *house, package.slug_perm); });
  }
  void expect_clean() {
    const auto report = verify(*registry_, kDefaultGrace);
    ASSERT_TRUE(report.has_value());
    EXPECT_TRUE(report->clean()) << report->to_json();
  }
  std::uint64_t collect() {
    const auto report = gc(*registry_, Seconds(0), GcMode::remove);
    EXPECT_TRUE(report.has_value());
    return report->removed_blobs;
  }
};

TEST_F(PackagesTest, from_before_the_packages_api_get_their_details_by_a_follower) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const PackageInfo before = list(house).at(0);
  change([](WriteContext& context) -> Result<void> {
    TRY(
        context.transaction.execute("UPDATE versions SET checksum_md5 = NULL, checksum_sha1 = NULL, checksum_sha512 = "
                                    "NULL, metadata = NULL"));
    return package_query::remove_package(context.transaction, 1);
  });
  EXPECT_TRUE(list(house).empty());
  expect_clean();
  ASSERT_TRUE(registry_->followers().rebuild(PackageDetails::kName).has_value());
  const PackageInfo after = list(house).at(0);
  EXPECT_EQ(after.digests.md5, before.digests.md5);
  EXPECT_EQ(after.digests.sha1, before.digests.sha1);
  EXPECT_EQ(after.digests.sha512, before.digests.sha512);
  EXPECT_EQ(after.digests.sha512.size(), 128U);
  EXPECT_EQ(after.slug_perm, before.slug_perm);
  EXPECT_EQ(list(house, "tag:latest").size(), 1U);
  EXPECT_EQ(list(house, "checksum:" + before.digests.sha1).size(), 1U);
}

TEST_F(PackagesTest, that_are_deleted_keep_their_bytes_until_they_can_no_longer_be_restored) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "cup", "1.0.0").has_value());
  for (const PackageInfo& package : list(house)) remove(house, package);
  expect_clean();
  EXPECT_EQ(collect(), 0U);
  change([&](WriteContext& context) -> Result<void> {
    TRY_ASSIGN(const auto bin, list_deleted_packages({context.transaction, *house}, context.now));
    return change_deleted_package(context, *house, bin.at(0).slug_perm, BinAction::hard_delete);
  });
  EXPECT_EQ(collect(), 1U);
  clock_.advance(kRestorable);
  EXPECT_EQ(collect(), 1U);
  expect_clean();
}

TEST_F(PackagesTest, that_are_deleted_are_neither_searched_nor_counted) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(registry_->followers().catch_up().has_value());
  EXPECT_EQ(await(search(*registry_, house, {"tea"}, "anybody"))->total, 1U);
  remove(house, list(house).at(0));
  ASSERT_TRUE(registry_->followers().catch_up().has_value());
  for (const char* text : {"tea", ""})
    EXPECT_TRUE(await(search(*registry_, house, {text}, "anybody"))->hits.empty()) << text;
  const auto numbers = read([&](store::Transaction& t) { return repository_numbers(t, *house); });
  EXPECT_EQ(numbers->crates + numbers->versions + numbers->bytes, 0);
  ASSERT_TRUE(registry_->followers().rebuild("search_index").has_value());
  EXPECT_EQ(await(search(*registry_, house, {"tea"}, "anybody"))->total, 0U);
}

TEST_F(PackagesTest, that_a_list_has_lost_or_kept_are_found_by_verify) {
  const auto house = make_repository("warehouse");
  for (const char* name : {"tea", "cup"}) ASSERT_TRUE(publish_crate(house, admin_, name, "1.0.0").has_value());
  change([](WriteContext& context) -> Result<void> {
    TRY(context.transaction.execute("DELETE FROM packages WHERE name = 'tea'"));
    TRY(context.transaction.execute("UPDATE versions SET deleted_at = 1 WHERE id IN (SELECT id FROM packages)"));
    return {};
  });
  const auto report = verify(*registry_, kDefaultGrace);
  EXPECT_NE(report->to_json().find("1 versions are missing in the list"), std::string::npos) << report->to_json();
  EXPECT_NE(report->to_json().find("1 deleted versions are in the list"), std::string::npos) << report->to_json();
}

TEST_F(PackagesTest, under_the_latest_tag_are_releases_unless_the_repository_says_otherwise) {
  const auto house = make_repository("warehouse");
  for (const char* version : {"1.0.0", "2.0.0-rc.1"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
  }
  EXPECT_EQ(list(house, "tag:latest").at(0).version, "1.0.0");
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  EXPECT_TRUE(list(house, "tag:latest").empty());
  change([&](WriteContext& context) -> Result<void> {
    TRY(update_repository(context, *house, {.settings = R"({"tag_pre_releases_as_latest":true})"}));
    return {};
  });
  change([&](WriteContext& context) -> Result<void> {
    TRY(resync_package(context, *house, list(house).at(0).slug_perm));
    return {};
  });
  EXPECT_EQ(list(house, "tag:latest").at(0).version, "2.0.0-rc.1");
}

TEST_F(PackagesTest, leave_events_from_which_their_index_line_can_be_told_backwards) {
  const auto house = make_repository("warehouse", Visibility::private_);
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const PackageInfo first = list(house).at(0);
  const auto quarantine = [&](Quarantine what) {
    change([&](WriteContext& context) -> Result<void> {
      TRY(quarantine_package(context, *house, first.slug_perm, what));
      return {};
    });
  };
  quarantine(Quarantine::add);
  const std::string held = list(house).at(0).index_line;
  ASSERT_TRUE(await(yank(*registry_, admin_, {house, "tea", "1.0.0", Yank::yank})).has_value());
  quarantine(Quarantine::release);
  EXPECT_EQ(list(house).at(0).index_line, held);  // yanked meanwhile
  remove(house, list(house).at(0));
  change([&](WriteContext& context) {
    return change_deleted_package(context, *house, first.slug_perm, BinAction::hard_delete);
  });
  const auto events = read([](store::Transaction& transaction) { return read_events(transaction, 0, 100); });
  ASSERT_TRUE(events.has_value());
  std::string told;
  for (const Event& event : *events) {
    if (event.crate != "tea") continue;
    told += std::string(event_kind_word(event.kind)) + " ";
    if (event.kind == EventKind::quarantined) EXPECT_NE(event.data.find("\\\"yanked\\\":false"), std::string::npos);
    if (event.kind == EventKind::released) EXPECT_NE(event.data.find("\\\"yanked\\\":true"), std::string::npos);
    if (event.kind == EventKind::yanked) EXPECT_EQ(event.data, R"({"in_quarantine":true})");
  }
  EXPECT_EQ(told, "published quarantined yanked released deleted purged ");
}

TEST_F(PackagesTest, on_their_way_keep_their_parts_until_they_expire) {
  const auto house = make_repository("warehouse");
  const auto upload = write(admin_, [&](WriteContext& context) {
    return begin_upload(context, *house, {.filename = "tea-1.0.0.crate", .method = UploadMethod::parts});
  });
  ASSERT_TRUE(upload.has_value()) << upload.error().message;
  std::size_t offset = 0;
  const auto source = [&offset] { return next_piece("some bytes", offset, 3); };
  ASSERT_TRUE(await(receive_part(*registry_, upload->identifier, 1, source)).has_value());
  EXPECT_EQ(collect(), 0U);
  expect_clean();
  clock_.advance(kUploadLife);
  EXPECT_EQ(collect(), 1U);
}

TEST_F(PackagesTest, are_copied_under_the_checks_of_a_publish) {
  const auto house = make_repository("warehouse");
  const auto shop = make_repository("shop", Visibility::private_, R"({"max_new_versions_per_day":1})");
  for (const char* version : {"1.0.0", "1.1.0"}) {
    ASSERT_TRUE(publish_crate(house, admin_, "tea", version).has_value());
  }
  std::vector<Result<CopiedPackage>> outcomes;
  for (const PackageInfo& package : list(house)) {
    outcomes.push_back(write(admin_, [&](WriteContext& context) {
      return copy_package(context, *blobs_, *house, registry_->public_url(),
                          {.identifier = package.slug_perm, .destination = "shop"});
    }));
  }
  EXPECT_TRUE(outcomes.at(0).has_value());
  ASSERT_FALSE(outcomes.at(1).has_value());
  EXPECT_EQ(outcomes.at(1).error().code, ErrorCode::rate_limited);
  EXPECT_EQ(list(shop).size(), 1U);
  expect_clean();
}

}  // namespace
}  // namespace entrepot::registry
