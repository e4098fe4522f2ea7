#include "registry/entitlement_usage.h"

#include <atomic>
#include <thread>
#include <vector>

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

class LimitedToken : public RegistryFixture {
 protected:
  EntitlementRecord make(const LimitsPatch& limits) {
    auto made = write(admin_, [&, this](WriteContext& context) {
      return create_entitlement(context, registry_->sealer(), *repository_, {.name = "limited", .limits = limits});
    });
    EXPECT_TRUE(made.has_value()) << made.error().message;
    return *made;
  }
  void update(const EntitlementRecord& record, const EntitlementPatch& patch) {
    auto updated = write(admin_, [&, this](WriteContext& context) {
      return update_entitlement(context, registry_->sealer(), *repository_, record.slug_perm, patch);
    });
    EXPECT_TRUE(updated.has_value()) << updated.error().message;
  }
  void reset(const EntitlementRecord& record) {
    auto done = write(admin_, [&, this](WriteContext& context) {
      return reset_entitlement(context, *repository_, record.slug_perm);
    });
    EXPECT_TRUE(done.has_value()) << done.error().message;
  }
  EntitlementMeterPointer meter(const EntitlementRecord& record) {
    auto loaded = await(registry_->entitlement_usages().load(record.id));
    EXPECT_TRUE(loaded.has_value()) << loaded.error().message;
    return *loaded;
  }
  bool take(const EntitlementRecord& record, std::string_view address = "192.0.2.1", std::int64_t bytes = 10) {
    return meter(record)->reserve(address, bytes, clock_.now()).has_value();
  }
  EntitlementUsage stored(const EntitlementRecord& record) {
    auto found = read([&](store::Transaction& transaction) { return read_usage(transaction, record.id); });
    EXPECT_TRUE(found.has_value() && found->has_value());
    return (*found)->usage;
  }
  void flush() { ASSERT_TRUE(registry_->entitlement_usages().flush().has_value()); }

  RepositoryPointer repository_ = make_repository("tools");
};

TEST_F(LimitedToken, RefusesExactlyTheDownloadsOverItsLimitHoweverManyComeAtOnce) {
  const EntitlementRecord token = make({.num_downloads = 1000});
  const EntitlementMeterPointer shared = meter(token);
  std::atomic<int> admitted{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) {
        if (shared->reserve("192.0.2.1", 1, clock_.now())) admitted.fetch_add(1);
        if (i % 100 == 0) EXPECT_TRUE(registry_->entitlement_usages().flush().has_value());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admitted.load(), 1000);
  flush();
  EXPECT_EQ(stored(token).downloads, 1000);
}

TEST_F(LimitedToken, CountsOnAfterARestart) {
  const EntitlementRecord token = make({.num_downloads = 3, .num_clients = 2});
  EXPECT_TRUE(take(token, "192.0.2.1"));
  EXPECT_TRUE(take(token, "192.0.2.2"));
  flush();
  open();
  EXPECT_FALSE(take(token, "192.0.2.3")) << "two clients are known from before";
  EXPECT_TRUE(take(token, "192.0.2.2"));
  EXPECT_FALSE(take(token, "192.0.2.2"));
}

TEST_F(LimitedToken, WhatIsRefusedCountsNothing) {
  const EntitlementRecord token = make({.num_downloads = 9, .num_clients = 1, .bandwidth = 25});
  EXPECT_TRUE(take(token, "192.0.2.1", 20));
  EXPECT_FALSE(take(token, "192.0.2.1", 6));
  EXPECT_FALSE(take(token, "192.0.2.2", 1));
  EXPECT_TRUE(take(token, "192.0.2.1", 5));
  flush();
  EXPECT_EQ(stored(token).downloads, 2);
  EXPECT_EQ(stored(token).bandwidth, 25);
  EXPECT_EQ(stored(token).clients, 1);
}

TEST_F(LimitedToken, AChangeOfLimitsKeepsWhatWasCountedAndHoldsAtOnce) {
  const EntitlementRecord token = make({.num_downloads = 2});
  EXPECT_TRUE(take(token));
  EXPECT_TRUE(take(token));
  EXPECT_FALSE(take(token));
  update(token, {.limits = {.num_downloads = 3}});  // before anything was written down
  EXPECT_TRUE(take(token));
  EXPECT_FALSE(take(token));
  update(token, {.limits = {.num_downloads = 1}});
  EXPECT_FALSE(take(token));
  flush();
  EXPECT_EQ(stored(token).downloads, 3);
}

TEST_F(LimitedToken, AResetBeginsAnewAndIsNotUndoneByWhatWasCountedBefore) {
  const EntitlementRecord token = make({.num_downloads = 2, .num_clients = 1});
  EXPECT_TRUE(take(token, "192.0.2.1"));
  flush();
  EXPECT_TRUE(take(token, "192.0.2.1"));
  reset(token);
  flush();  // of what was counted before, and nobody has asked since
  EXPECT_EQ(stored(token).downloads, 0);
  EXPECT_EQ(stored(token).clients, 0);
  EXPECT_TRUE(take(token, "192.0.2.2"));
  EXPECT_FALSE(take(token, "192.0.2.1"));
  EXPECT_TRUE(take(token, "192.0.2.2"));
  flush();
  open();
  EXPECT_FALSE(take(token, "192.0.2.2"));
  EXPECT_EQ(stored(token).downloads, 2);
  EXPECT_EQ(stored(token).clients, 1);
}

TEST_F(LimitedToken, BeginsAnewByItselfWhenItsPeriodIsOver) {
  const EntitlementRecord token = make({.num_downloads = 2, .num_clients = 1, .reset_period = ResetPeriod::daily});
  EXPECT_TRUE(take(token, "192.0.2.1"));
  EXPECT_TRUE(take(token, "192.0.2.1"));
  flush();
  clock_.advance(std::chrono::hours(24) - Seconds(1));
  EXPECT_FALSE(take(token, "192.0.2.1"));
  clock_.advance(Seconds(1));
  EXPECT_TRUE(take(token, "192.0.2.2"));
  EXPECT_FALSE(take(token, "192.0.2.1"));
  flush();
  open();
  EXPECT_EQ(stored(token).downloads, 1);
  EXPECT_FALSE(take(token, "192.0.2.1"));
  EXPECT_TRUE(take(token, "192.0.2.2"));
  open();  // the period ends while nobody looks, and its counts with it
  clock_.advance(std::chrono::hours(24) * 3);
  EXPECT_TRUE(take(token, "192.0.2.1"));
}

TEST_F(LimitedToken, AChangeOfLimitsAfterThePeriodsEndDoesNotBringItsCountsBack) {
  const EntitlementRecord token = make({.num_downloads = 2, .reset_period = ResetPeriod::daily});
  EXPECT_TRUE(take(token));
  EXPECT_TRUE(take(token));
  flush();
  clock_.advance(std::chrono::hours(25));
  update(token, {.limits = {.num_downloads = 1}});
  EXPECT_TRUE(take(token));
  EXPECT_FALSE(take(token));
}

TEST_F(LimitedToken, ARefreshKeepsItsCounts) {
  const EntitlementRecord token = make({.num_downloads = 1});
  EXPECT_TRUE(take(token));
  auto refreshed = write(admin_, [&, this](WriteContext& context) {
    return refresh_entitlement(context, registry_->sealer(), *repository_, token.slug_perm);
  });
  ASSERT_TRUE(refreshed.has_value());
  EXPECT_EQ(refreshed->limits, token.limits);
  EXPECT_FALSE(take(token));
}

TEST_F(LimitedToken, IsNotCountedForWhenItWasDeleted) {
  const EntitlementRecord token = make({.num_downloads = 1});
  EXPECT_TRUE(take(token));
  auto deleted = write(
      admin_, [&, this](WriteContext& context) { return delete_entitlement(context, *repository_, token.slug_perm); });
  ASSERT_TRUE(deleted.has_value());
  flush();
  EXPECT_FALSE(await(registry_->entitlement_usages().load(token.id)).has_value());
}

}  // namespace
}  // namespace entrepot::registry
