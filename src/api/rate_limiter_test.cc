#include "api/rate_limiter.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace entrepot::api {
namespace {

const Timestamp kNow = from_unix(1'700'000'000);

TEST(RateLimiter, GivesEachCallerTheLimitInAMinuteAndThenRefuses) {
  RateLimiter limiter(3);
  for (const std::int64_t left : {2, 1, 0}) {
    const RateState state = limiter.take("anna", kNow);
    EXPECT_FALSE(state.refused);
    EXPECT_EQ(state.remaining, left);
    EXPECT_EQ(state.limit, 3);
    EXPECT_EQ(state.reset, kNow + Seconds(60));
  }
  EXPECT_TRUE(limiter.take("anna", kNow + Seconds(59)).refused);
  EXPECT_FALSE(limiter.take("bob", kNow).refused);
  EXPECT_FALSE(limiter.take("anna", kNow + Seconds(60)).refused);
  EXPECT_EQ(limiter.look("anna", kNow + Seconds(60)).remaining, 2);
}

TEST(RateLimiter, LookingCountsNothing) {
  RateLimiter limiter(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.look("anna", kNow).remaining, 1);
  EXPECT_FALSE(limiter.take("anna", kNow).refused);
  EXPECT_EQ(limiter.look("anna", kNow).remaining, 0);
  EXPECT_FALSE(limiter.look("anna", kNow).refused) << "the last one was within the limit";
}

TEST(RateLimiter, AsksForPausesOnlyNearTheEnd) {
  RateLimiter limiter(100);
  RateState state;
  for (int i = 0; i < 89; ++i) state = limiter.take("anna", kNow);
  EXPECT_EQ(state.interval, 0.0);
  state = limiter.take("anna", kNow);
  EXPECT_EQ(state.interval, 6.0) << "sixty seconds for the ten that are left";
}

TEST(RateLimiter, ForgetsWhoWasNotSeenForLongest) {
  RateLimiter limiter(1, RateLimiter::kShards);  // one caller in each shard
  limiter.take("anna", kNow);
  for (int i = 0; i < 1000; ++i) limiter.take("caller " + std::to_string(i), kNow);
  EXPECT_EQ(limiter.look("anna", kNow).remaining, 1);
}

TEST(RateLimiter, AClockThatIsSetBackRefusesNobodyForLonger) {
  RateLimiter limiter(1);
  limiter.take("anna", kNow + Seconds(3600));
  EXPECT_FALSE(limiter.take("anna", kNow).refused);
}

TEST(RateLimiter, AdmitsExactlyTheLimitHoweverManyComeAtOnce) {
  RateLimiter limiter(1000);
  std::atomic<int> admitted{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        if (!limiter.take("anna", kNow).refused) admitted.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(admitted.load(), 1000);
}

}  // namespace
}  // namespace entrepot::api
