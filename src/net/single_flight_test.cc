#include "net/single_flight.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/event_loops.h"

namespace entrepot::net {
namespace {

using Flights = SingleFlight<int, int>;

/// Comes to its end when the test says so.
class Gate {
 public:
  Task<void> wait() {
    co_await wait_for_thread([this](std::move_only_function<void()> done) {
      std::lock_guard lock(mutex_);
      done_ = std::move(done);
    });
  }
  bool is_waited_for() {
    std::lock_guard lock(mutex_);
    return done_ != nullptr;
  }
  void open() {
    std::move_only_function<void()> done;
    {
      std::lock_guard lock(mutex_);
      done = std::move(done_);
    }
    done();
  }

 private:
  std::mutex mutex_;
  std::move_only_function<void()> done_;
};

/// One who leads on loop 0 and waits at the gate, and one who waits for them on loop 1.
class SingleFlightTest : public testing::Test {
 protected:
  SingleFlightTest() {
    loops_.start();
    loops_.spawn(0, [this] { return fly(leader_); });
    while (!gate_.is_waited_for()) std::this_thread::yield();
    loops_.spawn(1, [this] { return follow(); });
    while (followers_ == 0) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the follower has still to suspend
  }
  ~SingleFlightTest() override { loops_.stop(); }

  Task<Result<int>> work() {
    ++worked_;
    co_await gate_.wait();
    co_return 7;
  }
  Task<void> fly(std::atomic<int>& outcome) {
    const auto got = co_await flights_.run(1, [this] { return work(); });
    outcome = got ? *got : -static_cast<int>(got.error().code);
  }
  Task<void> follow() {
    ++followers_;
    co_await fly(follower_);
  }
  static void await(const std::atomic<int>& outcome) {
    while (outcome == 0) std::this_thread::yield();
  }

  Flights flights_;
  Gate gate_;
  std::atomic<int> worked_ = 0;
  std::atomic<int> followers_ = 0;
  std::atomic<int> leader_ = 0;
  std::atomic<int> follower_ = 0;
  EventLoops loops_{2};
};

TEST_F(SingleFlightTest, OneWorksForAll) {
  gate_.open();
  await(leader_);
  await(follower_);
  EXPECT_EQ(leader_, 7);
  EXPECT_EQ(follower_, 7);
  EXPECT_EQ(worked_, 1);
}

TEST_F(SingleFlightTest, WhenItStopsNobodyWaitsForAnother) {
  constexpr int kUnavailable = -static_cast<int>(ErrorCode::unavailable);
  flights_.stop();
  await(follower_);
  EXPECT_EQ(follower_, kUnavailable);
  EXPECT_EQ(run_here(flights_.run(1, []() -> Task<Result<int>> { co_return 8; })).value(), 8) << "each for itself";
  gate_.open();
  await(leader_);
  EXPECT_EQ(leader_, 7) << "who leads still has what it came for";
}

TEST_F(SingleFlightTest, WhenItStopsThoseAreAnsweredTooWhoseFlightWasAbandoned) {
  flights_.abandon(1);
  flights_.stop();
  await(follower_);
  gate_.open();
  await(leader_);
  EXPECT_LT(follower_, 0);
}

}  // namespace
}  // namespace entrepot::net
