#include "registry/publish_rate.h"

#include <gtest/gtest.h>

#include "cargo/publish_rules.h"

namespace entrepot::registry {
namespace {

constexpr Timestamp kNow{Seconds(1'700'000'000)};

TEST(PublishRate, HasNoLimitUnlessTheRulesHaveOne) {
  PublishRate rate;
  for (int n = 0; n < 1000; ++n) ASSERT_TRUE(rate.take(1, 1, Novelty::crate, PublishRules{}, kNow).has_value());
}

TEST(PublishRate, AllowsABurstAndThenOnePerInterval) {
  PublishRate rate;
  const PublishRules rules{.new_crate_burst = 3, .new_crate_seconds = 600};
  for (int n = 0; n < 3; ++n) EXPECT_TRUE(rate.take(1, 1, Novelty::crate, rules, kNow).has_value());
  const auto refused = rate.take(1, 1, Novelty::crate, rules, kNow + Seconds(100));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::rate_limited);
  EXPECT_EQ(refused.error().retry_after_seconds, 500);
  EXPECT_NE(refused.error().message.find("new crates"), std::string::npos);
  EXPECT_TRUE(rate.take(1, 1, Novelty::crate, rules, kNow + Seconds(600)).has_value());
  EXPECT_FALSE(rate.take(1, 1, Novelty::crate, rules, kNow + Seconds(600)).has_value());
  for (int n = 0; n < 3; ++n) EXPECT_TRUE(rate.take(1, 1, Novelty::crate, rules, kNow + Seconds(9999)).has_value());
  EXPECT_FALSE(rate.take(1, 1, Novelty::crate, rules, kNow + Seconds(9999)).has_value());
}

TEST(PublishRate, IsOfOneUserInOneRepositoryForOneKindOfPublish) {
  PublishRate rate;
  const PublishRules rules{.new_crate_burst = 1, .new_version_burst = 1};
  ASSERT_TRUE(rate.take(1, 1, Novelty::crate, rules, kNow).has_value());
  EXPECT_FALSE(rate.take(1, 1, Novelty::crate, rules, kNow).has_value());
  EXPECT_TRUE(rate.take(1, 1, Novelty::version, rules, kNow).has_value());
  EXPECT_TRUE(rate.take(1, 2, Novelty::crate, rules, kNow).has_value());
  EXPECT_TRUE(rate.take(2, 1, Novelty::crate, rules, kNow).has_value());
}

TEST(PublishRate, NeverWaitsLongerThanRulesThatBecameStricterSay) {
  PublishRate rate;
  const PublishRules loose{.new_version_burst = 100, .new_version_seconds = 1000};
  for (int n = 0; n < 100; ++n) ASSERT_TRUE(rate.take(1, 1, Novelty::version, loose, kNow).has_value());
  const PublishRules strict{.new_version_burst = 2, .new_version_seconds = 10};
  EXPECT_EQ(rate.take(1, 1, Novelty::version, strict, kNow).error().retry_after_seconds, 10);
}

}  // namespace
}  // namespace entrepot::registry
