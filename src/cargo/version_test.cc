#include "cargo/version.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

TEST(Version, ReadsEveryPart) {
  const auto version = Version::parse("1.22.333-beta.1+build.007");
  ASSERT_TRUE(version.has_value());
  EXPECT_EQ(version->major_number(), 1u);
  EXPECT_EQ(version->minor_number(), 22u);
  EXPECT_EQ(version->patch_number(), 333u);
  EXPECT_EQ(version->prerelease(), "beta.1");
  EXPECT_EQ(version->build(), "build.007");
  EXPECT_TRUE(version->is_prerelease());
  EXPECT_EQ(version->text(), "1.22.333-beta.1+build.007");
  EXPECT_EQ(version->without_build(), "1.22.333-beta.1");
}

TEST(Version, AcceptsWhatSemVerAccepts) {
  for (const char* good : {"0.0.0", "1.0.0", "18446744073709551615.0.0", "1.0.0-0", "1.0.0--", "1.0.0-x-y-z.-",
                           "1.0.0+001", "1.0.0-0a.1", "1.0.0+-"}) {
    const auto version = Version::parse(good);
    ASSERT_TRUE(version.has_value()) << good;
    EXPECT_EQ(version->text(), good);
  }
}

TEST(Version, RefusesWhatSemVerRefuses) {
  for (const char* bad :
       {"", "1", "1.0", "v1.0.0", "01.0.0", "1.00.0", "1.0.0-", "1.0.0+", "1.0.0-01", "1.0.0-a..b", "1.0.0 ", " 1.0.0",
        "1.0.0.0", "1.0.0-a_b", "1.0.0+a+b", "18446744073709551616.0.0", "-1.0.0", "1.0.0-ä", "+1.0.0"}) {
    EXPECT_FALSE(Version::parse(bad).has_value()) << bad;
  }
  EXPECT_FALSE(Version::parse("1.0.0-" + std::string(150, 'a')).has_value());
  EXPECT_TRUE(Version::parse("1.0.0-" + std::string(144, 'a')).has_value());
}

TEST(Version, PrecedenceIsThatOfTheStandard) {
  const char* ascending[] = {
      "0.9.9",      "1.0.0-1",      "1.0.0-2",       "1.0.0-11",   "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
      "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",       "1.0.1",         "1.1.0",
      "2.0.0"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      const auto order = precedence(*Version::parse(ascending[i]), *Version::parse(ascending[j]));
      EXPECT_EQ(order, i <=> j) << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(Version, BuildMetadataDoesNotCountForPrecedenceButForEquality) {
  const auto a = *Version::parse("1.0.0+a");
  const auto b = *Version::parse("1.0.0+b");
  EXPECT_EQ(precedence(a, b), std::strong_ordering::equal);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.without_build(), b.without_build());
}

}  // namespace
}  // namespace entrepot
