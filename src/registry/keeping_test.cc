#include <atomic>
#include <fstream>
#include <thread>

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
  /// An old one, without what makes it durable: for many of them.
  void plant_orphan(const std::string& bytes) {
    const std::string hex = sha256(bytes).hex();
    const auto shard = folder_ / "store" / "blobs" / hex.substr(0, 2) / hex.substr(2, 2);
    std::filesystem::create_directories(shard);
    std::ofstream(shard / hex) << bytes;
    std::filesystem::last_write_time(shard / hex, std::filesystem::file_time_type::clock::now() - 2 * kDefaultGrace);
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
  EXPECT_EQ(report().released, std::vector<std::string>{coffee.hex()});
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::remove)->removed_blobs, 1U);
  EXPECT_TRUE(report().clean());
  EXPECT_TRUE(blobs_->open(tea).has_value());
  EXPECT_FALSE(blobs_->open(coffee).has_value());
}

TEST_F(Keeping, verify_reports_what_gc_would_remove_and_no_less) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  ASSERT_TRUE(publish_crate(house, admin_, "coffee", "1.0.0").has_value());
  clock_.advance(SystemClock().now() - clock_.now());
  ASSERT_TRUE(write(admin_, [&](WriteContext& context) { return delete_repository(context, *house); }).has_value());
  const auto waiting = report();
  EXPECT_TRUE(waiting.clean()) << "what waits for gc inside the grace is no fault";
  EXPECT_EQ(waiting.orphans.size(), 2U);
  EXPECT_EQ(gc(*registry_, kDefaultGrace, GcMode::dry_run)->kept_young, 2U);
  for (const Seconds grace : {Seconds(0), kDefaultGrace}) {
    clock_.advance(grace);
    const auto late = report(grace);
    const auto dry = gc(*registry_, grace, GcMode::dry_run);
    EXPECT_EQ(dry->removed_blobs, 2U) << grace.count();
    EXPECT_EQ(dry->kept_young, 0U) << grace.count();
    EXPECT_EQ(late.orphans.size(), 2U);
    EXPECT_EQ(late.problem_count, 2U) << late.to_json();
  }
  EXPECT_EQ(gc(*registry_, Seconds(0), GcMode::remove)->removed_blobs, 2U);
  EXPECT_TRUE(report(Seconds(0)).clean());
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

TEST_F(Keeping, gc_without_grace_leaves_what_is_being_uploaded) {
  clock_.advance(SystemClock().now() - clock_.now() + Seconds(10));
  auto writer = blobs_->create().value();
  ASSERT_TRUE(writer->write(as_bytes("half a crate")).has_value());
  EXPECT_EQ(gc(*registry_, Seconds(0), GcMode::remove)->removed_temporary_files, 0U);
  EXPECT_TRUE(writer->commit().has_value());
  auto abandoned = blobs_->create().value();
  ASSERT_TRUE(abandoned->write(as_bytes("half a crate")).has_value());
  clock_.advance(Seconds(3600));
  EXPECT_EQ(gc(*registry_, Seconds(0), GcMode::remove)->removed_temporary_files, 1U);
}

TEST_F(Keeping, publishing_goes_on_while_gc_removes_hundreds_of_blobs_beside_the_server) {
  const auto house = make_repository("warehouse");
  constexpr std::size_t kOrphans = 400;
  for (std::size_t number = 0; number < kOrphans; ++number) plant_orphan("orphan " + std::to_string(number));
  clock_.advance(SystemClock().now() - clock_.now());
  // Another process has its own connection to the database and takes turns with the server through SQLite's lock alone.
  const auto beside = store::open_sqlite(folder_ / "metadata.sqlite").value();
  constexpr std::array<std::byte, auth::Sealer::kKeySize> kKey{};
  Registry other({*beside, *blobs_, pool_, clock_, random_, auth::Sealer::from_key(kKey).value()}, {});
  std::atomic<bool> done = false;
  std::uint64_t removed = 0;
  std::thread collector([&] {
    const auto report = gc(other, kDefaultGrace, GcMode::remove);
    removed = report ? report->removed_blobs : 0;
    done = true;
  });
  int published = 0;
  auto slowest = std::chrono::steady_clock::duration::zero();
  while (!done) {
    const auto began = std::chrono::steady_clock::now();
    const auto answer = publish_crate(house, admin_, "tea", "1.0." + std::to_string(published));
    EXPECT_TRUE(answer.has_value()) << answer.error().message << answer.error().detail;
    slowest = std::max(slowest, std::chrono::steady_clock::now() - began);
    ++published;
  }
  collector.join();
  EXPECT_EQ(removed, kOrphans);
  EXPECT_GT(published, 10);
  EXPECT_LT(slowest, Milliseconds(2'000));
  other.stop();
  beside->stop();
}

TEST_F(Keeping, a_blob_that_vanishes_while_verify_runs_is_no_error) {
  class Vanishing final : public blob::BlobStore {
   public:
    explicit Vanishing(blob::BlobStore& real) : real_(real) {}
    Result<std::unique_ptr<blob::BlobWriter>> create() override { return real_.create(); }
    Result<std::shared_ptr<const FileHandle>> open(const Checksum& checksum) override { return real_.open(checksum); }
    Result<void> each(const std::function<Result<void>(const blob::BlobInfo&)>& visit) override {
      return real_.each([&](const blob::BlobInfo& blob) -> Result<void> {
        TRY(real_.remove(blob.checksum));  // as a gc would, between the listing and the reading
        return visit(blob);
      });
    }
    Result<std::vector<std::string>> foreign_files() override { return real_.foreign_files(); }
    Result<void> remove(const Checksum& checksum) override { return real_.remove(checksum); }
    Result<bool> remove_unless_renewed(const Checksum& checksum, Timestamp since) override {
      return real_.remove_unless_renewed(checksum, since);
    }
    Result<std::uint64_t> remove_abandoned(Timestamp older_than) override { return real_.remove_abandoned(older_than); }
    Result<blob::StorageSpace> space() override { return real_.space(); }

   private:
    blob::BlobStore& real_;
  };
  Vanishing vanishing(*blobs_);
  constexpr std::array<std::byte, auth::Sealer::kKeySize> kKey{};
  Registry beside({*database_, vanishing, pool_, clock_, random_, auth::Sealer::from_key(kKey).value()}, {});
  add_orphan("nobody's");
  const auto found = verify(beside, Seconds(0));
  ASSERT_TRUE(found.has_value()) << found.error().message << found.error().detail;
  EXPECT_TRUE(found->clean()) << found->to_json();
  EXPECT_EQ(found->blobs, 0U);

  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto lost = verify(beside, Seconds(0));
  ASSERT_TRUE(lost.has_value());
  EXPECT_TRUE(mentions(*lost, "admin/warehouse tea 1.0.0: the blob")) << lost->to_json();
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
      for (int n = 0; n < 100; ++n)
        registry_->downloads().count({.crate_id = tea->crate_id, .version_id = tea->versions.front().id});
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_TRUE(registry_->downloads().flush().has_value());
  ASSERT_TRUE(registry_->downloads().flush().has_value());
  const auto numbers = read([&](store::Transaction& t) { return repository_numbers(t, *house); });
  EXPECT_EQ(numbers->downloads, 400);
  EXPECT_EQ(numbers->versions, 1);
}

TEST_F(Keeping, downloads_are_written_for_readers_at_most_once_a_second) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto tea = entry(house, "tea");
  const auto counted = [&] {
    registry_->downloads().count({.crate_id = tea->crate_id, .version_id = tea->versions.front().id});
    EXPECT_TRUE(registry_->downloads().flush_for_reader().has_value());
    return read([&](store::Transaction& t) { return repository_numbers(t, *house); })->downloads;
  };
  EXPECT_EQ(counted(), 1);
  EXPECT_EQ(counted(), 1);
  clock_.advance(DownloadCounter::kReaderInterval);
  EXPECT_EQ(counted(), 3);
}

TEST_F(Keeping, stopping_writes_what_was_counted) {
  const auto house = make_repository("warehouse");
  ASSERT_TRUE(publish_crate(house, admin_, "tea", "1.0.0").has_value());
  const auto tea = entry(house, "tea");
  registry_->start();
  registry_->downloads().count({.crate_id = tea->crate_id, .version_id = tea->versions.front().id});
  registry_->stop();
  EXPECT_EQ(read([&](store::Transaction& t) { return repository_numbers(t, *house); })->downloads, 1);
}

}  // namespace
}  // namespace entrepot::registry
