#include "cargo/requirement.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

TEST(Requirement, IsWrittenAsCargoWritesIt) {
  const struct {
    const char* written;
    const char* normal;
  } rows[] = {{"1", "^1"},
              {"1.2.3", "^1.2.3"},
              {" ^ 1.2", "^1.2"},
              {"~1.2.3", "~1.2.3"},
              {"=1.0.0+build", "=1.0.0"},
              {">= 1.0 , <2", ">=1.0, <2"},
              {">1,<=3", ">1, <=3"},
              {"1.*", "1.*"},
              {"1.2.x", "1.2.*"},
              {"1.*.*", "1.*"},
              {">=1.*", ">=1"},
              {"*", "*"},
              {" X ", "*"},
              {"1.0.0-beta.1", "^1.0.0-beta.1"}};
  for (const auto& [written, normal] : rows) {
    const auto requirement = Requirement::parse(written);
    ASSERT_TRUE(requirement.has_value()) << written;
    EXPECT_EQ(requirement->text(), normal);
    EXPECT_EQ(*Requirement::parse(normal), *requirement) << written;
  }
}

TEST(Requirement, RefusesWhatCargoRefuses) {
  for (const char* bad : {"",         " ",      "latest", "1.2.3.4",  "1,",   ",1",    "*, 1",
                          "* 1",      "1 2",    "1.*.3",  "1.2-beta", "01",   "=>1",   "1.0.0-",
                          "1.0.0-01", "1.0.0+", "^",      ">=",       "1..2", "a.b.c", "99999999999999999999"}) {
    EXPECT_FALSE(Requirement::parse(bad).has_value()) << bad;
  }
  std::string many = "1";
  for (int i = 0; i < 32; ++i) many += ",1";
  EXPECT_FALSE(Requirement::parse(many).has_value());
}

TEST(Requirement, OnlyTheBareWildcardIsAny) {
  EXPECT_TRUE(Requirement::parse("*")->is_any());
  EXPECT_FALSE(Requirement::parse(">=0")->is_any());
  EXPECT_FALSE(Requirement::parse("1.*")->is_any());
}

TEST(Requirement, MatchesAsCargoMatches) {
  const struct {
    const char* requirement;
    const char* version;
    bool matches;
  } rows[] = {{"1.2.3", "1.2.3", true},
              {"1.2.3", "1.9.0", true},
              {"1.2.3", "1.2.2", false},
              {"1.2.3", "2.0.0", false},
              {"0.2.3", "0.2.9", true},
              {"0.2.3", "0.3.0", false},
              {"0.0.3", "0.0.3", true},
              {"0.0.3", "0.0.4", false},
              {"0.0", "0.0.9", true},
              {"0", "0.9.0", true},
              {"^1.2", "1.1.9", false},
              {"~1.2.3", "1.2.9", true},
              {"~1.2.3", "1.3.0", false},
              {"~1", "1.9.0", true},
              {"=1.2", "1.2.7", true},
              {"=1.2.3", "1.2.4", false},
              {">1", "1.9.0", false},
              {">1", "2.0.0", true},
              {">=1", "1.0.0", true},
              {"<2", "1.9.9", true},
              {"<2", "2.0.0", false},
              {"<=2", "2.9.9", true},
              {"1.2.*", "1.2.9", true},
              {"1.2.*", "1.3.0", false},
              {"*", "7.0.0", true},
              {">=1, <3", "2.5.0", true},
              {">=1, <3", "3.0.0", false},
              {"1.0.0", "1.0.0+build", true},
              {"*", "1.0.0-alpha", false},
              {">=1.0.0", "1.1.0-alpha", false},
              {"1.0.0-alpha", "1.0.0-beta", true},
              {"1.0.0-beta", "1.0.0-alpha", false},
              {"=1.0.0-alpha", "1.0.0", false},
              {"1.0.0-alpha", "1.0.1-alpha", false}};
  for (const auto& [requirement, version, matches] : rows) {
    EXPECT_EQ(Requirement::parse(requirement)->matches(*Version::parse(version)), matches)
        << requirement << " " << version;
  }
}

}  // namespace
}  // namespace entrepot
