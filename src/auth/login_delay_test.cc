#include "auth/login_delay.h"

#include <gtest/gtest.h>

namespace entrepot::auth {
namespace {

const Timestamp kStart = from_unix(1'000'000);
constexpr LoginDelayOptions kOptions{
    .first = Milliseconds(100), .longest = Milliseconds(1'000), .free_failures = 2, .waiting_limit = 1};

TEST(LoginDelay, grows_per_address_to_a_bound) {
  LoginDelay delay(kOptions);
  const int expected[] = {0, 0, 100, 200, 400, 800, 1'000, 1'000};
  for (const int milliseconds : expected) {
    EXPECT_EQ(delay.failed("10.0.0.1", "", kStart), Milliseconds(milliseconds));
  }
  EXPECT_EQ(delay.failed("10.0.0.2", "", kStart), Milliseconds(0));
}

TEST(LoginDelay, grows_per_name_from_whatever_address) {
  LoginDelay delay(kOptions);
  EXPECT_EQ(delay.failed("1", "anna", kStart), Milliseconds(0));
  EXPECT_EQ(delay.failed("2", "ANNA", kStart), Milliseconds(0));
  EXPECT_EQ(delay.failed("3", "Anna", kStart), Milliseconds(100));
  EXPECT_EQ(delay.failed("4", "bert", kStart), Milliseconds(0));
}

TEST(LoginDelay, forgets_after_a_while) {
  LoginDelay delay(kOptions);
  for (int n = 0; n < 5; ++n) delay.failed("1", "", kStart);
  EXPECT_EQ(delay.failed("1", "", kStart + LoginDelay::kMemory), Milliseconds(0));
}

TEST(LoginDelay, lets_only_so_many_wait) {
  LoginDelay delay(kOptions);
  {
    const LoginDelay::Place first(delay);
    const LoginDelay::Place second(delay);
    EXPECT_TRUE(first.granted());
    EXPECT_FALSE(second.granted());
  }
  EXPECT_TRUE(LoginDelay::Place(delay).granted());
}

}  // namespace
}  // namespace entrepot::auth
