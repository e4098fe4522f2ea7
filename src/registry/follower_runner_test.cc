#include "registry/follower_runner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "registry/registry_fixture_test.h"

namespace entrepot::registry {
namespace {

/// What was applied, by whom, in which order.
using Applied = std::vector<std::pair<std::string_view, std::int64_t>>;

class Recorder final : public Follower {
 public:
  Recorder(std::string_view name, Applied& applied, Milliseconds duration, std::int64_t breaks_at = -1)
      : name_(name), applied_(applied), duration_(duration), breaks_at_(breaks_at) {}

  std::string_view name() const override { return name_; }
  Result<void> apply(store::Transaction& transaction, const Event& event) override {
    if (event.sequence == breaks_at_) return internal_error("broken");
    if (event.sequence == publishes_at_) TRY(EventSink(transaction, event.at, "somebody").append({.kind = event.kind}));
    std::this_thread::sleep_for(duration_);
    applied_.emplace_back(name_, event.sequence);
    return {};
  }
  /// Something happens while that event is applied.
  void publish_at(std::int64_t sequence) { publishes_at_ = sequence; }
  Result<void> reset(store::Transaction&) override { return {}; }

 private:
  std::string_view name_;
  Applied& applied_;
  Milliseconds duration_;
  std::int64_t breaks_at_;
  std::int64_t publishes_at_ = -1;
};

class FollowerTurns : public RegistryFixture {
 protected:
  FollowerTurns() {
    for (int number = 0; number < 20; ++number) make_repository("repository-" + std::to_string(number));
  }
  static std::size_t count(const Applied& applied, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count(applied, name, &Applied::value_type::first));
  }
  static std::vector<std::unique_ptr<Follower>> pair_of(std::unique_ptr<Follower> one, std::unique_ptr<Follower> two) {
    std::vector<std::unique_ptr<Follower>> followers;
    followers.push_back(std::move(one));
    followers.push_back(std::move(two));
    return followers;
  }
};

TEST_F(FollowerTurns, a_slow_follower_neither_holds_the_database_for_long_nor_the_others_up) {
  Applied applied;
  FollowerRunner runner(*database_, pair_of(std::make_unique<Recorder>("slow", applied, Milliseconds(20)),
                                            std::make_unique<Recorder>("quick", applied, Milliseconds(0))));
  ASSERT_TRUE(runner.catch_up().has_value());
  ASSERT_GE(count(applied, "slow"), 20U);
  EXPECT_EQ(count(applied, "slow"), count(applied, "quick"));
  const auto first_of_quick = std::ranges::find(applied, "quick", &Applied::value_type::first);
  EXPECT_LT(first_of_quick - applied.begin(), 5) << "a transaction of the slow one goes on and on";
  EXPECT_EQ(applied.back().first, "slow");
  EXPECT_EQ(applied[applied.size() - 3].first, "slow");
  for (const std::string_view name : {"slow", "quick"}) {
    std::vector<std::int64_t> sequences;
    for (const auto& [who, sequence] : applied) {
      if (who == name) sequences.push_back(sequence);
    }
    EXPECT_TRUE(std::ranges::is_sorted(sequences)) << name;
    EXPECT_EQ(std::ranges::adjacent_find(sequences), sequences.end()) << name << " was shown an event twice";
  }
}

TEST_F(FollowerTurns, what_happens_while_a_slow_follower_catches_up_does_not_wait_for_its_end) {
  Applied applied;
  auto slow = std::make_unique<Recorder>("slow", applied, Milliseconds(20));
  slow->publish_at(10);
  FollowerRunner runner(*database_,
                        pair_of(std::move(slow), std::make_unique<Recorder>("quick", applied, Milliseconds(0))));
  ASSERT_TRUE(runner.catch_up().has_value());
  const std::int64_t newest = applied.back().second;
  const auto seen_by = [&](std::string_view name) {
    return std::ranges::find(applied, std::pair(name, newest)) - applied.begin();
  };
  EXPECT_EQ(applied.back().first, "slow");
  EXPECT_LT(seen_by("quick"), seen_by("slow") - 3);
}

TEST_F(FollowerTurns, a_broken_follower_keeps_no_other_from_what_happens_next) {
  Applied applied;
  FollowerRunner runner(*database_, pair_of(std::make_unique<Recorder>("broken", applied, Milliseconds(0), 3),
                                            std::make_unique<Recorder>("quick", applied, Milliseconds(0))));
  const auto state_of = [&](std::size_t index) { return runner.states()[index]; };
  const auto wait_until = [](auto condition) {
    const auto deadline = net::Deadline::after(Milliseconds(10'000));
    while (!condition() && !deadline.passed()) std::this_thread::sleep_for(Milliseconds(1));
    return condition();
  };
  runner.start();
  ASSERT_TRUE(wait_until([&] { return !state_of(0).last_error.empty() && state_of(1).cursor >= 20; }));
  make_repository("one-more");
  const std::int64_t newest = state_of(1).cursor + 1;
  const auto begin = std::chrono::steady_clock::now();
  runner.wake();
  EXPECT_TRUE(wait_until([&] { return state_of(1).cursor >= newest; }));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, Milliseconds(400)) << "it waited for the other's next attempt";
  EXPECT_FALSE(state_of(0).last_error.empty());
  runner.stop();
}

TEST_F(FollowerTurns, one_that_fails_says_so_and_the_other_goes_on) {
  Applied applied;
  FollowerRunner runner(*database_, pair_of(std::make_unique<Recorder>("broken", applied, Milliseconds(0), 3),
                                            std::make_unique<Recorder>("quick", applied, Milliseconds(0))));
  EXPECT_FALSE(runner.catch_up().has_value());
  EXPECT_GE(count(applied, "quick"), 20U);
  const auto states = runner.states();
  EXPECT_NE(states[0].last_error.find("broken"), std::string::npos);
  EXPECT_LT(states[0].cursor, 3);
  EXPECT_TRUE(states[1].last_error.empty());
  EXPECT_EQ(states[1].cursor, states[1].head);
}

}  // namespace
}  // namespace entrepot::registry
