#include "registry/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "net/event_loops.h"

namespace entrepot::registry {
namespace {

/// Those who want to go through a gate, each on a thread of its own, and the order in which they got in.
class Callers {
 public:
  explicit Callers(Gate& gate) : gate_(gate) {}
  ~Callers() { join(); }

  void come(std::string who) {
    threads_.emplace_back([this, who = std::move(who)] { net::run_here(go_through(who)); });
    // What is asked for here is the order of arrival, of which a gate tells nothing.
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  void join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  std::string order() const {
    std::lock_guard lock(mutex_);
    return order_;
  }

 private:
  net::Task<int> go_through(std::string who) {
    const auto pass = co_await gate_.enter(who);
    std::lock_guard lock(mutex_);
    order_ += pass ? who : "!";
    co_return 0;
  }

  Gate& gate_;
  std::vector<std::thread> threads_;
  mutable std::mutex mutex_;
  std::string order_;
};

TEST(Gate, lets_one_in_at_a_time_and_hands_over) {
  Gate gate;
  Callers callers(gate);
  {
    const auto first = net::run_here(gate.enter("a"));
    ASSERT_TRUE(first.has_value());
    callers.come("b");
    callers.come("c");
    EXPECT_EQ(callers.order(), "");
  }
  callers.join();
  EXPECT_EQ(callers.order(), "bc");
}

TEST(Gate, hands_over_to_another_caller_before_the_one_who_leaves) {
  Gate gate;
  Callers callers(gate);
  {
    const auto first = net::run_here(gate.enter("a"));
    for (const char* who : {"a", "a", "b", "c"}) callers.come(who);
  }
  callers.join();
  EXPECT_EQ(callers.order(), "baca");
}

TEST(Gate, lets_only_a_few_of_one_caller_wait_so_that_there_is_room_for_others) {
  Gate gate({.most_waiting = 3, .most_of_one = 2});
  Callers callers(gate);
  {
    const auto first = net::run_here(gate.enter("a"));
    callers.come("a");
    callers.come("a");
    const auto refused = net::run_here(gate.enter("a"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
    EXPECT_EQ(refused.error().retry_after_seconds, 1);
    callers.come("b");
    EXPECT_EQ(net::run_here(gate.enter("c")).error().code, ErrorCode::rate_limited) << "now all places are taken";
    EXPECT_EQ(callers.order(), "");
  }
  callers.join();
  EXPECT_EQ(callers.order(), "baa");
}

TEST(Gate, sends_all_away_when_it_is_stopped) {
  Gate gate;
  Callers callers(gate);
  const auto first = net::run_here(gate.enter("a"));
  callers.come("b");
  gate.stop();
  callers.join();
  EXPECT_EQ(callers.order(), "!");
  EXPECT_EQ(net::run_here(gate.enter("c")).error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace entrepot::registry
