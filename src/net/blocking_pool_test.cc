#include "net/blocking_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "net/completion.h"
#include "net/event_loops.h"

namespace entrepot::net {
namespace {

Task<Result<std::thread::id>> thread_of_work(BlockingPool& pool) {
  co_return co_await pool.run([]() -> Result<std::thread::id> { return std::this_thread::get_id(); });
}

TEST(BlockingPool, WorkRunsElsewhereAndTheCallerGetsItsResult) {
  BlockingPool pool(2, 10);
  const Result<std::thread::id> id = run_here(thread_of_work(pool));
  ASSERT_TRUE(id.has_value());
  EXPECT_NE(*id, std::this_thread::get_id());
}

TEST(BlockingPool, TheCallerResumesOnItsOwnLoop) {
  BlockingPool pool(2, 100);
  EventLoops loops(2);
  loops.start();
  std::atomic<int> same = 0;
  std::atomic<int> ended = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    loops.spawn(i % 2, [&]() -> Task<void> {
      const std::thread::id before = std::this_thread::get_id();
      const auto id = co_await thread_of_work(pool);
      if (id && *id != before && std::this_thread::get_id() == before) ++same;
      ++ended;
    });
  }
  while (ended < 20) std::this_thread::yield();
  EXPECT_EQ(same, 20);
  pool.stop();
  loops.stop();
}

TEST(BlockingPool, AFullQueueAnswersUnavailableAtOnce) {
  BlockingPool pool(1, 1);
  std::promise<void> release;
  std::promise<void> begun;
  EventLoops loops(1);
  loops.start();
  std::atomic<int> ended = 0;
  loops.spawn(0, [&]() -> Task<void> {
    co_await pool.run([&]() -> Result<int> {
      begun.set_value();
      release.get_future().wait();
      return 1;
    });
    ++ended;
  });
  begun.get_future().wait();
  loops.spawn(0, [&]() -> Task<void> {
    co_await pool.run([]() -> Result<int> { return 2; });
    ++ended;
  });
  // On the same loop, so that the second has taken the queue's only place before the third comes.
  std::promise<bool> refused;
  loops.spawn(0, [&]() -> Task<void> {
    const auto result = co_await pool.run([]() -> Result<int> { return 3; });
    refused.set_value(!result.has_value() && result.error().code == ErrorCode::unavailable);
  });
  EXPECT_TRUE(refused.get_future().get());
  release.set_value();
  while (ended < 2) std::this_thread::yield();
  pool.stop();
  loops.stop();
}

TEST(BlockingPool, AStoppedPoolRefuses) {
  BlockingPool pool(1, 10);
  pool.stop();
  const auto id = run_here(thread_of_work(pool));
  ASSERT_FALSE(id.has_value());
  EXPECT_EQ(id.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace entrepot::net
