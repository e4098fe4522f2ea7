#include "registry/entitlement_limits.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace entrepot::registry {
namespace {

Timestamp at(std::string_view text) {
  return from_rfc3339(text).value();
}

TEST(EntitlementLimits, ABandwidthIsCountedInThousandsAndNeverOverflows) {
  EntitlementLimits limits{.bandwidth = 5, .bandwidth_unit = 2};
  EXPECT_EQ(limits.bandwidth_bytes(), 5'000'000);
  limits.bandwidth_unit = 8;
  EXPECT_EQ(limits.bandwidth_bytes(), std::numeric_limits<std::int64_t>::max());
}

TEST(EntitlementLimits, APeriodBeginsAnewAsOftenAsItsWordSays) {
  const Timestamp start = at("2026-01-31T08:30:00Z");
  const auto after = [&](ResetPeriod period, std::string_view now) {
    return to_rfc3339(next_reset(period, start, at(now)).value());
  };
  EXPECT_FALSE(next_reset(ResetPeriod::never, start, start));
  EXPECT_EQ(after(ResetPeriod::daily, "2026-01-31T08:30:00Z"), "2026-02-01T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::daily, "2026-03-05T08:29:59Z"), "2026-03-05T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::weekly, "2026-02-01T00:00:00Z"), "2026-02-07T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::fortnightly, "2026-02-15T00:00:00Z"), "2026-02-28T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::monthly, "2026-02-01T00:00:00Z"), "2026-02-28T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::monthly, "2026-02-28T08:30:00Z"), "2026-03-31T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::two_months, "2026-02-28T08:30:00Z"), "2026-03-31T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::quarterly, "2026-02-01T00:00:00Z"), "2026-04-30T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::half_year, "2027-01-01T00:00:00Z"), "2027-01-31T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::annual, "2036-02-01T00:00:00Z"), "2037-01-31T08:30:00Z");
  EXPECT_EQ(after(ResetPeriod::daily, "2026-01-01T00:00:00Z"), "2026-01-31T08:30:00Z") << "the first is as it was set";
}

TEST(EntitlementLimits, RefuseExactlyWhatIsBeyondThem) {
  const EntitlementLimits limits{.num_downloads = 3, .num_clients = 2, .bandwidth = 1, .bandwidth_unit = 1};
  EXPECT_TRUE(check_usage(limits, {.downloads = 2, .bandwidth = 900, .clients = 1}, true, 100));
  EXPECT_FALSE(check_usage(limits, {.downloads = 2, .bandwidth = 900, .clients = 1}, true, 101));
  EXPECT_FALSE(check_usage(limits, {.downloads = 3, .bandwidth = 0, .clients = 1}, false, 1));
  EXPECT_FALSE(check_usage(limits, {.downloads = 0, .bandwidth = 0, .clients = 2}, true, 1));
  EXPECT_TRUE(check_usage(limits, {.downloads = 0, .bandwidth = 0, .clients = 2}, false, 1));
  EXPECT_EQ(usage_text(limits, {.downloads = 2, .bandwidth = 900, .clients = 1}),
            "2 of 3 downloads, 1 of 2 clients, 900 of 1000 bytes");
  EXPECT_EQ(usage_text({}, {}), "Unlimited");
}

TEST(EntitlementLimits, ASpanOfTimeIncludesItsBeginningOnly) {
  const Timestamp from = at("2026-01-01T00:00:00Z");
  const Timestamp to = at("2026-02-01T00:00:00Z");
  EXPECT_FALSE(check_dates(from, to, from - Seconds(1)));
  EXPECT_TRUE(check_dates(from, to, from));
  EXPECT_TRUE(check_dates(from, to, to - Seconds(1)));
  EXPECT_FALSE(check_dates(from, to, to));
  EXPECT_TRUE(check_dates({}, {}, to));
}

TEST(EntitlementLimits, AreRefusedWhenTheyMakeNoSense) {
  EXPECT_TRUE(check_limits({}));
  EXPECT_FALSE(check_limits({.num_downloads = 0}));
  EXPECT_FALSE(check_limits({.reset_at = from_unix(10)})) << "without a period";
  EXPECT_FALSE(check_limits({.num_clients = -1}));
  EXPECT_FALSE(check_limits({.num_clients = EntitlementLimits::kMostClients + 1}));
  EXPECT_FALSE(check_limits({.date_from = from_unix(10), .date_to = from_unix(10)}));
  const auto unreadable = check_limits({.package_query = "name:("});
  ASSERT_FALSE(unreadable);
  EXPECT_NE(unreadable.error().message.find("olumn"), std::string::npos) << unreadable.error().message;
}

TEST(EntitlementLimits, APatchChangesWhatItNamesAndGivesANewPeriodItsFirstEnd) {
  const Timestamp now = at("2026-01-01T00:00:00Z");
  EntitlementLimits limits = with_patch({.num_downloads = 3}, {.reset_period = ResetPeriod::daily}, now);
  EXPECT_EQ(limits.num_downloads, 3);
  EXPECT_EQ(limits.reset_at, now + std::chrono::hours(24));
  limits = with_patch(limits, {.num_downloads = std::optional<std::int64_t>()}, now + std::chrono::hours(1));
  EXPECT_FALSE(limits.num_downloads);
  EXPECT_EQ(limits.reset_at, now + std::chrono::hours(24));
  limits = with_patch(limits, {.reset_period = ResetPeriod::never}, now);
  EXPECT_FALSE(limits.reset_at);
}

}  // namespace
}  // namespace entrepot::registry
