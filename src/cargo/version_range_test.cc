#include "cargo/version_range.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "cargo/version_sort_key.h"

namespace entrepot {
namespace {

Version version(const std::string& text) {
  return Version::parse(text).value();
}
VersionRange range(std::string_view requirement) {
  return range_of(Requirement::parse(requirement).value());
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_); }
  template <typename List>
  auto one_of(const List& list) {
    return std::string(list[below(std::size(list))]);
  }

 private:
  std::mt19937 engine_;
};

// Few values, so that equal ones and neighbours meet often.
constexpr const char* kNumbers[] = {
    "0", "1", "2", "9", "10", "99", "100", "18446744073709551614", "18446744073709551615"};
constexpr const char* kIdentifiers[] = {
    "0",     "1",    "9",  "10", "99999999999999999999999", "a", "A", "z", "Z", "-", "--", "a-", "a0", "0a",
    "alpha", "beta", "rc", "x-1"};

std::string random_prerelease(Dice& dice) {
  std::string text = dice.one_of(kIdentifiers);
  for (std::size_t more = dice.below(3); more > 0; --more) text += "." + dice.one_of(kIdentifiers);
  return text;
}
std::string random_numbers(Dice& dice) {
  return dice.one_of(kNumbers) + "." + dice.one_of(kNumbers) + "." + dice.one_of(kNumbers);
}
Version random_version(Dice& dice) {
  std::string text = random_numbers(dice);
  if (dice.below(3) > 0) text += "-" + random_prerelease(dice);
  if (dice.below(4) == 0) text += "+build." + dice.one_of(kIdentifiers);
  return version(text);
}
std::string random_comparator(Dice& dice) {
  constexpr const char* kOperators[] = {"", "=", "<", "<=", ">", ">=", "~", "^"};
  std::string text = dice.one_of(kOperators) + dice.one_of(kNumbers);
  const std::size_t parts = 1 + dice.below(3);
  for (std::size_t part = 1; part < parts; ++part) text += "." + dice.one_of(kNumbers);
  if (parts == 3 && dice.below(4) == 0) text += "-" + random_prerelease(dice);
  if (parts == 1 && dice.below(6) == 0) text += ".*";
  return text;
}
VersionRange random_range(Dice& dice) {
  VersionRange range;
  const auto cut = [&dice] {
    return VersionCut{random_version(dice), dice.below(2) == 0 ? VersionCut::Side::before : VersionCut::Side::after};
  };
  if (dice.below(5) > 0) range.lower = cut();
  if (dice.below(5) > 0) range.upper = cut();
  return range;
}

TEST(VersionSortKey, KeepsItsForm) {  // databases hold it
  EXPECT_EQ(version_sort_key(version("1.0.12")),
            "0110100212"
            "9");
  EXPECT_EQ(version_sort_key(version("0.0.0-0")),
            "010010010"
            "1"
            "10010"
            "0");
  EXPECT_EQ(version_sort_key(version("0.0.0-a.1")),
            "010010010"
            "1"
            "25300"
            "10011"
            "0");
}

TEST(VersionSortKey, OrdersAsPrecedenceDoes) {
  Dice dice(1);
  int equal = 0;
  for (int round = 0; round < 40'000; ++round) {
    const Version a = random_version(dice);
    const Version b = dice.below(10) > 0 ? random_version(dice) : version(a.without_build() + "+other");
    const std::string a_key = version_sort_key(a);
    const std::string b_key = version_sort_key(b);
    ASSERT_EQ(a_key <=> b_key, precedence(a, b)) << a.text() << " and " << b.text();
    if (a_key == b_key) {
      ++equal;
    } else {
      ASSERT_FALSE(a_key.starts_with(b_key)) << a.text() << " and " << b.text();
    }
  }
  EXPECT_GT(equal, 1000);
}

TEST(VersionSortKey, IsDigitsAndShort) {
  Dice dice(2);
  for (int round = 0; round < 1000; ++round) {
    const std::string key = version_sort_key(random_version(dice));
    ASSERT_EQ(key.find_first_not_of("0123456789"), std::string::npos);
  }
  EXPECT_LE(version_sort_key(version("1.0.0-" + std::string(Version::kMaxLength - 6, 'z'))).size(), 400U);
  std::string many = "1.0.0-a";
  while (many.size() + 2 <= Version::kMaxLength) many += ".a";
  EXPECT_LE(version_sort_key(version(many)).size(), 400U);
  many = "1.0.0-1";
  while (many.size() + 2 <= Version::kMaxLength) many += ".1";
  EXPECT_LE(version_sort_key(version(many)).size(), 400U);
}

TEST(VersionRange, OfARequirementHoldsTheReleasesThatItMatches) {
  Dice dice(3);
  int matched = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = random_comparator(dice);
    if (dice.below(3) == 0) text += ", " + random_comparator(dice);
    const auto requirement = Requirement::parse(text);
    if (!requirement) continue;  // 1.*, with an operator that cannot have it
    const VersionRange range = range_of(*requirement);
    const Version release = version(random_numbers(dice));
    ASSERT_EQ(range.contains(release), requirement->matches(release)) << text << " and " << release.text();
    matched += requirement->matches(release) ? 1 : 0;
    const Version any = random_version(dice);
    if (requirement->matches(any)) {
      ASSERT_TRUE(range.contains(any)) << text << " and " << any.text();
    }
  }
  EXPECT_GT(matched, 1000);
}

TEST(VersionRange, EndsBeforeThePrereleasesOfTheNextVersion) {
  EXPECT_TRUE(range("^1.2").contains(version("1.9.0-beta")));
  EXPECT_FALSE(range("^1.2").contains(version("2.0.0-alpha")));
  EXPECT_FALSE(range("<2").contains(version("2.0.0-0")));
  EXPECT_TRUE(range("<2.0.0-beta").contains(version("2.0.0-alpha")));
  EXPECT_FALSE(range("^0.0.3").contains(version("0.0.4")));
  EXPECT_TRUE(range("*").contains(version("0.0.0-0")));
  EXPECT_TRUE(range(">2, <1").is_empty());
}

TEST(VersionRange, OverlapsWhereThereIsRoomInBoth) {
  EXPECT_TRUE(overlap(range("^1.2"), range(">=1.9")));
  EXPECT_FALSE(overlap(range("^1.2"), range(">=2")));
  EXPECT_TRUE(overlap(range("*"), range("=1.0.0")));
  EXPECT_FALSE(overlap(range("=1.0.0"), range(">1.0.0")));
  EXPECT_FALSE(overlap(range(">2, <1"), range("*")));
}

TEST(VersionRange, KeysSayTheSame) {
  Dice dice(4);
  int inside = 0;
  int overlapping = 0;
  for (int round = 0; round < 20'000; ++round) {
    const VersionRange a = random_range(dice);
    const VersionRange b = random_range(dice);
    const VersionRangeKeys a_keys = range_keys(a);
    const VersionRangeKeys b_keys = range_keys(b);
    const Version some = random_version(dice);
    const std::string key = version_sort_key(some);
    ASSERT_EQ(a.contains(some), a_keys.lower <= key && key < a_keys.upper) << some.text();
    ASSERT_EQ(overlap(a, b), a_keys.lower < b_keys.upper && b_keys.lower < a_keys.upper);
    inside += a.contains(some) ? 1 : 0;
    overlapping += overlap(a, b) ? 1 : 0;
  }
  EXPECT_GT(inside, 1000);
  EXPECT_GT(overlapping, 1000);
}

}  // namespace
}  // namespace entrepot
