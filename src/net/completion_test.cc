#include "net/completion.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "net/deadline.h"
#include "net/event_loops.h"

namespace entrepot::net {
namespace {

Task<int> wait_for_value(int value) {
  int result = 0;
  std::thread thread;
  co_await wait_for_thread([&](std::move_only_function<void()> done) {
    thread = std::thread([&result, value, done = std::move(done)]() mutable {
      result = value;
      done();
    });
  });
  thread.join();
  co_return result;
}

TEST(Completion, AnotherThreadsValueArrives) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(run_here(wait_for_value(i)), i);
}

TEST(Completion, DoneMayBeCalledAtOnce) {
  const auto at_once = []() -> Task<int> {
    co_await wait_for_thread([](std::move_only_function<void()> done) { done(); });
    co_return 7;
  };
  EXPECT_EQ(run_here(at_once()), 7);
}

TEST(Signal, ANotificationBeforeTheWaitIsRemembered) {
  const auto wait = []() -> Task<int> {
    Signal signal;
    signal.notify();
    co_await signal.wait();
    co_return 1;
  };
  EXPECT_EQ(run_here(wait()), 1);
}

TEST(Signal, WakesTheWaiterOnTheSameLoop) {
  EventLoops loops(1);
  Signal signal;
  std::atomic<int> woken = 0;
  loops.spawn(0, [&]() -> Task<void> {
    for (int i = 0; i < 3; ++i) {
      co_await signal.wait();
      ++woken;
    }
  });
  loops.spawn(0, [&]() -> Task<void> {
    for (int i = 0; i < 3; ++i) {
      co_await sleep_for(std::chrono::milliseconds(1));
      signal.notify();
    }
  });
  loops.start();
  const Deadline deadline = Deadline::after(std::chrono::seconds(5));
  while (woken < 3 && !deadline.passed()) std::this_thread::yield();
  EXPECT_EQ(woken, 3);
  loops.stop();
}

TEST(EventLoops, SleepTakesItsTimeAndExceptionsReachRunHere) {
  const auto sleep = []() -> Task<int> {
    co_await sleep_for(std::chrono::milliseconds(20));
    co_return 1;
  };
  const auto start = std::chrono::steady_clock::now();
  run_here(sleep());
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(20));
  const auto fails = []() -> Task<int> {
    throw std::runtime_error("thrown");
    co_return 0;
  };
  EXPECT_THROW(run_here(fails()), std::runtime_error);
}

}  // namespace
}  // namespace entrepot::net
