#include "auth/login_delay.h"

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace entrepot::auth {
namespace {

using Moment = LoginDelay::Moment;
using Attempt = LoginDelay::Attempt;

const Moment kStart = Moment() + Seconds(1'000'000);
constexpr LoginDelayOptions kOptions{
    .first = Milliseconds(100), .longest = Milliseconds(1'000), .free_failures = 2, .waiting_limit = 6};

/// A try that is admitted and wrong; its pause. Negative: refused for so long.
std::int64_t wrong(LoginDelay& delay, const Guesser& guesser, Moment now) {
  Attempt attempt(delay, guesser, now);
  if (attempt.refused().count() > 0) return -attempt.refused().count();
  return attempt.failed(now).count();
}

TEST(LoginDelay, grows_per_address_and_name_to_a_bound) {
  for (const std::string_view name : {"", "anna"}) {
    LoginDelay delay(kOptions);
    Moment now = kStart;
    for (const int milliseconds : {0, 0, 100, 200, 400, 800, 1'000, 1'000}) {
      EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = name}, now), milliseconds);
      now += Milliseconds(milliseconds);
    }
    EXPECT_EQ(wrong(delay, {.address = "10.0.0.2", .name = name}, now), 0);
  }
}

TEST(LoginDelay, refuses_before_anything_is_looked_up_while_a_penalty_runs) {
  LoginDelay delay(kOptions);
  const Guesser guesser{.address = "10.0.0.1", .name = "anna"};
  for (int n = 0; n < 3; ++n) wrong(delay, guesser, kStart);
  EXPECT_EQ(wrong(delay, guesser, kStart + Milliseconds(30)), -70);
  EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = "ANNA"}, kStart + Milliseconds(99)), -1);
  EXPECT_EQ(wrong(delay, guesser, kStart + Milliseconds(100)), 200) << "a refused try is not a failure";
}

TEST(LoginDelay, of_one_name_leaves_the_others_of_the_address_alone) {
  LoginDelay delay(kOptions);
  for (int n = 0; n < 3; ++n) wrong(delay, {.address = "10.0.0.1", .name = "anna"}, kStart);
  EXPECT_LT(wrong(delay, {.address = "10.0.0.1", .name = "anna"}, kStart), 0);
  EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = "bert"}, kStart), 0);
  EXPECT_EQ(wrong(delay, {.address = "10.0.0.1"}, kStart), 0);
}

TEST(LoginDelay, of_an_address_that_tries_many_names_is_short) {
  LoginDelay delay(kOptions);
  std::vector<std::string> names;
  for (int n = 0; n < 60; ++n) names.push_back("user-" + std::to_string(n));
  Moment now = kStart;
  for (int n = 0; n < 16; ++n) EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = names[n]}, now), 0);
  for (int n = 16; n < 60; ++n) {
    EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = names[n]}, now), 100);
    EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = "victim"}, now), -100);
    now += Milliseconds(100);
  }
}

TEST(LoginDelay, of_a_name_tried_from_many_addresses_is_short) {
  LoginDelay delay(kOptions);
  Moment now = kStart;
  for (int n = 0; n < 40; ++n) {
    const std::string address = "10.0.0." + std::to_string(n);
    EXPECT_EQ(wrong(delay, {.address = address, .name = "anna"}, now), n < 16 ? 0 : 100);
    now += Milliseconds(100);
  }
}

TEST(LoginDelay, admits_one_at_a_time_after_the_free_failures_and_a_few_before) {
  LoginDelay delay(kOptions);
  const Guesser guesser{.address = "10.0.0.1", .name = "anna"};
  {
    std::deque<Attempt> attempts;
    for (int n = 0; n < LoginDelay::kMostAtOnce; ++n) {
      EXPECT_EQ(attempts.emplace_back(delay, guesser, kStart).refused().count(), 0);
    }
    EXPECT_GT(Attempt(delay, guesser, kStart).refused().count(), 0);
    EXPECT_GT(Attempt(delay, {.address = "10.0.0.1", .name = "bert"}, kStart).refused().count(), 0);
    EXPECT_EQ(Attempt(delay, {.address = "10.0.0.2", .name = "bert"}, kStart).refused().count(), 0);
  }
  for (int n = 0; n < 2; ++n) wrong(delay, guesser, kStart);
  const Attempt only(delay, guesser, kStart);
  EXPECT_EQ(only.refused().count(), 0);
  EXPECT_EQ(Attempt(delay, guesser, kStart).refused(), Milliseconds(100));
}

TEST(LoginDelay, refuses_no_random_token_but_holds_the_answer_to_a_wrong_one_back) {
  LoginDelay delay(kOptions);
  const Guesser guesser{.address = "10.0.0.1", .secret = Guesser::Secret::random};
  for (const int milliseconds : {0, 0, 100, 200, 400}) EXPECT_EQ(wrong(delay, guesser, kStart), milliseconds);
  EXPECT_EQ(wrong(delay, {.address = "10.0.0.1"}, kStart), 0);
}

TEST(LoginDelay, can_be_switched_off) {
  LoginDelay delay({.first = Milliseconds(0), .free_failures = 0});
  for (int n = 0; n < 50; ++n) EXPECT_EQ(wrong(delay, {.address = "10.0.0.1", .name = "anna"}, kStart), 0);
}

TEST(LoginDelay, forgets_after_a_while) {
  LoginDelay delay(kOptions);
  for (int n = 0; n < 5; ++n) wrong(delay, {.address = "1"}, kStart + Seconds(n));
  EXPECT_EQ(wrong(delay, {.address = "1"}, kStart + Seconds(4) + LoginDelay::kMemory), 0);
}

TEST(LoginDelay, lets_only_so_many_wait_of_an_address_and_of_all) {
  LoginDelay delay(kOptions);
  {
    std::deque<LoginDelay::Place> places;
    for (int n = 0; n < LoginDelay::kMostParked; ++n) EXPECT_TRUE(places.emplace_back(delay, "1").granted());
    EXPECT_FALSE(LoginDelay::Place(delay, "1").granted());
    EXPECT_TRUE(places.emplace_back(delay, "2").granted());
    EXPECT_TRUE(places.emplace_back(delay, "3").granted());
    EXPECT_FALSE(LoginDelay::Place(delay, "4").granted());
  }
  EXPECT_TRUE(LoginDelay::Place(delay, "1").granted());
}

TEST(LoginDelay, counts_a_host_once_however_many_ipv6_addresses_it_has) {
  EXPECT_EQ(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:2:ffff:1:2:3"));
  EXPECT_NE(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
  EXPECT_EQ(address_group("fe80::1%eth0"), address_group("fe80::2"));
  EXPECT_EQ(address_group("::ffff:10.0.0.1"), address_group("10.0.0.1"));
  EXPECT_NE(address_group("10.0.0.1"), address_group("10.0.0.2"));
  LoginDelay delay(kOptions);
  for (int n = 0; n < 3; ++n) {
    const std::string address = "2001:db8::" + std::to_string(n + 1);
    wrong(delay, {.address = address}, kStart);
  }
  EXPECT_LT(wrong(delay, {.address = "2001:db8::ffff"}, kStart), 0);
}

}  // namespace
}  // namespace entrepot::auth
