#include "store/work_queue.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace entrepot::store {
namespace {

using std::chrono::milliseconds;

class Told {
 public:
  PendingWork work() {
    return {.work = [](Transaction&) -> Result<void> { return {}; },
            .done = [this](Result<void> outcome) { outcomes_.push_back(std::move(outcome)); }};
  }
  const std::vector<Result<void>>& outcomes() const { return outcomes_; }

 private:
  std::vector<Result<void>> outcomes_;
};

TEST(WorkQueue, RefusesMoreThanItsLimitAndTellsSo) {
  Told told;
  WorkQueue queue(2, milliseconds(1000));
  for (int i = 0; i < 3; ++i) queue.push(told.work());
  ASSERT_EQ(told.outcomes().size(), 1U);
  EXPECT_EQ(told.outcomes()[0].error().code, ErrorCode::unavailable);
  EXPECT_GT(told.outcomes()[0].error().retry_after_seconds, 0);
  EXPECT_TRUE(queue.try_pop().has_value());
  queue.push(told.work());
  EXPECT_EQ(told.outcomes().size(), 1U);
}

TEST(WorkQueue, DropsOnlyWhatHasWaitedTooLong) {
  Told told;
  WorkQueue queue(10, milliseconds(1000));
  const SteadyTime before = std::chrono::steady_clock::now();
  queue.push(told.work());
  const SteadyTime after = std::chrono::steady_clock::now();
  const SteadyTime next = queue.drop_overdue(before + milliseconds(999));
  EXPECT_GE(next, before + milliseconds(1000));
  EXPECT_LE(next, after + milliseconds(1000));
  EXPECT_TRUE(told.outcomes().empty());
  const SteadyTime idle = after + milliseconds(1000);
  EXPECT_EQ(queue.drop_overdue(idle), idle + milliseconds(1000));
  ASSERT_EQ(told.outcomes().size(), 1U);
  EXPECT_EQ(told.outcomes()[0].error().code, ErrorCode::unavailable);
  EXPECT_FALSE(queue.try_pop().has_value());
}

TEST(WorkQueue, StoppedItRefusesButGivesOutWhatItHolds) {
  Told told;
  WorkQueue queue(10, milliseconds(1000));
  queue.push(told.work());
  queue.stop();
  queue.push(told.work());
  EXPECT_EQ(told.outcomes().size(), 1U);
  EXPECT_TRUE(queue.pop().has_value());
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(WorkQueue, PopWaitsForWorkOrTheStop) {
  Told told;
  WorkQueue queue(10, milliseconds(1000));
  int popped = 0;
  std::thread worker([&] {
    while (queue.pop()) ++popped;
  });
  for (int i = 0; i < 5; ++i) queue.push(told.work());
  queue.stop();
  worker.join();
  EXPECT_EQ(popped, 5);
}

TEST(WorkQueue, TheWorkIsDestroyedBeforeItsOwnerIsTold) {
  auto held = std::make_shared<int>(1);
  long owners_when_told = 0;
  finish({.work = [held](Transaction&) -> Result<void> { return {}; },
          .done = [&, watch = std::weak_ptr<int>(held)](Result<void>) { owners_when_told = watch.use_count(); }},
         {});
  EXPECT_EQ(owners_when_told, 1);
}

}  // namespace
}  // namespace entrepot::store
