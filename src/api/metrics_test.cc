#include "api/metrics.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace entrepot::api {
namespace {

TEST(RequestMetrics, CountsByStatusClassAndDuration) {
  RequestMetrics metrics(2);
  metrics.record(1, 200, std::chrono::microseconds(10));
  metrics.record(1, 304, std::chrono::milliseconds(2));
  metrics.record(1, 503, std::chrono::seconds(60));
  const RouteNumbers numbers = metrics.numbers(1);
  EXPECT_EQ(numbers.by_status_class, (std::array<std::uint64_t, 5>{0, 1, 1, 0, 1}));
  EXPECT_EQ(numbers.durations.front(), 1U);
  EXPECT_EQ(numbers.durations[4], 1U);
  EXPECT_EQ(numbers.durations.back(), 1U);
  EXPECT_EQ(numbers.nanoseconds, 60'002'010'000U);
  EXPECT_EQ(metrics.numbers(0).nanoseconds, 0U);
}

TEST(RequestMetrics, LosesNothingWhenManyThreadsCount) {
  RequestMetrics metrics(1);
  constexpr std::size_t kThreads = 20;
  constexpr std::uint64_t kEach = 1000;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&metrics] {
      for (std::uint64_t n = 0; n < kEach; ++n) metrics.record(0, 200, std::chrono::nanoseconds(1));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(metrics.numbers(0).by_status_class[1], kThreads * kEach);
  EXPECT_EQ(metrics.numbers(0).nanoseconds, kThreads * kEach);
}

TEST(RequestMetrics, IgnoresARouteThatItDoesNotHave) {
  RequestMetrics metrics(1);
  metrics.record(5, 200, std::chrono::nanoseconds(1));
  EXPECT_EQ(metrics.numbers(5).nanoseconds, 0U);
}

}  // namespace
}  // namespace entrepot::api
