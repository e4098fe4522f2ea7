#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package_query/query_fixture_test.h"

namespace entrepot::package_query {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ParseQuery, AnEmptyQueryIsEveryPackage) {
  EXPECT_TRUE(finds("", record("serde", "1.0.0")));
  EXPECT_TRUE(finds(" \t\n ", record("serde", "1.0.0")));
}

TEST(ParseQuery, AndBindsTighterThanOrAndIsMeantWhereNothingStands) {
  const PackageRecord serde = record("serde", "1.0.0");
  EXPECT_TRUE(finds("name:serde OR name:tokio AND name:hyper", serde));
  EXPECT_FALSE(finds("(name:serde OR name:tokio) AND name:hyper", serde));
  EXPECT_FALSE(finds("name:serde name:hyper", serde));
  EXPECT_TRUE(finds("NOT name:tokio name:serde", serde));
  EXPECT_FALSE(finds("NOT (name:tokio OR name:serde)", serde));
  EXPECT_TRUE(finds("NOT NOT name:serde", serde));
}

TEST(ParseQuery, OperatorsAreWordsInCapitalsAndWithoutQuotes) {
  PackageRecord package = record("sand", "1.0.0");
  package.description = "NOT or AND";
  EXPECT_TRUE(finds("'NOT' or \"AND\"", package));
  EXPECT_TRUE(finds("\\AND", package));
  EXPECT_FALSE(finds("ANDROID", package));
}

TEST(ParseQuery, AnErrorNamesTheColumnAndWhatWasExpected) {
  EXPECT_EQ(refusal("name:serde AND"), "Column 15: a term or '(' was expected, not the end.");
  EXPECT_EQ(refusal("OR serde"),
            "Column 1: a term or '(' was expected, not OR; put the word in quotes to look for it.");
  EXPECT_EQ(refusal("a AND AND b"),
            "Column 7: a term or '(' was expected, not AND; put the word in quotes to look for it.");
  EXPECT_EQ(refusal("(a OR (b)"), "Column 10: a ')' was expected for the '(' in column 1.");
  EXPECT_EQ(refusal("a ) b"), "Column 3: this ')' closes nothing.");
  EXPECT_EQ(refusal("()"), "Column 2: a term or '(' was expected, not ')'.");
  EXPECT_EQ(refusal("name:"), "Column 6: a value was expected here.");
  EXPECT_EQ(refusal("name:~ x"), "Column 7: a value was expected here.");
  EXPECT_EQ(refusal("a 'bc"), "Column 3: this quote is not closed; write \\ before it to look for it.");
  EXPECT_EQ(refusal("ab\\"), "Column 3: a character was expected after the backslash.");
  EXPECT_EQ(refusal("downloads:>many"), "Column 11: a number such as 10 or >=1000 was expected after 'downloads:'.");
  EXPECT_THAT(refusal("x uploaded:>soon"), StartsWith("Column 12: a date such as"));
  EXPECT_THAT(refusal("size:1XB"), StartsWith("Column 6: a size such as"));
  EXPECT_THAT(refusal("version:>=one"), StartsWith("Column 9: a version such as"));
  EXPECT_THAT(refusal("prerelease:maybe"), StartsWith("Column 12: true or false was expected"));
  EXPECT_THAT(refusal("dependency:<2"), StartsWith("Column 12: a crate's name was expected"));
  EXPECT_THAT(refusal("dependency:serde<two"), StartsWith("Column 12: a version was expected"));
}

TEST(ParseQuery, ColumnsCountCharactersNotBytes) {
  EXPECT_EQ(refusal("größe )"), "Column 7: this ')' closes nothing.");
}

TEST(ParseQuery, AnUnknownFieldIsToldWithTheFieldsThatThereAre) {
  const std::string told = refusal("serde nmae:x");
  EXPECT_THAT(told,
              StartsWith("Column 7: there is no field 'nmae'. Did you mean `name`? The fields are name, version,"));
  EXPECT_THAT(told, HasSubstr("dependency"));
  EXPECT_THAT(refusal("http://example.org"), HasSubstr("put a word with a colon in quotes"));
  EXPECT_EQ(refusal("'http://example.org'"), "accepted");
  EXPECT_EQ(refusal("http\\://example.org"), "accepted");
  EXPECT_EQ(refusal("NAME:serde"), "accepted");
}

TEST(ParseQuery, WhatIsNotTextIsRefused) {
  EXPECT_EQ(refusal("ab\xff"), "Column 3: this character is not valid UTF-8.");
  EXPECT_THAT(refusal(std::string_view("a\0b", 3)), StartsWith("Column 2: control characters"));
}

TEST(ParseQuery, LengthDepthTermsAndWildcardsAreBounded) {
  EXPECT_EQ(refusal(std::string(1024, 'a')), "accepted");
  EXPECT_THAT(refusal(std::string(1025, 'a')), HasSubstr("at most 1024 characters"));
  std::string umlauts;
  for (int i = 0; i < 1024; ++i) umlauts += "ü";
  EXPECT_EQ(refusal(umlauts), "accepted");
  EXPECT_EQ(refusal(std::string(32, '(') + "a" + std::string(32, ')')), "accepted");
  EXPECT_EQ(refusal(std::string(33, '(') + "a" + std::string(33, ')')),
            "Column 33: parentheses and NOTs may stand at most 32 deep.");
  std::string terms;
  for (int i = 0; i < 64; ++i) terms += "a ";
  EXPECT_EQ(refusal(terms), "accepted");
  EXPECT_EQ(refusal(terms + "a"), "Column 129: a query may have at most 64 terms.");
  EXPECT_EQ(refusal("name:" + std::string(16, '*')), "accepted");
  EXPECT_EQ(refusal("name:" + std::string(17, '*')), "Column 6: at most 16 wildcards may stand in a value.");
  EXPECT_TRUE(parse_query("name:serde", {.characters = 10}).has_value());
  EXPECT_FALSE(parse_query("name:serde2", {.characters = 10}).has_value());
}

TEST(ParseQuery, ParenthesesThatStandBesideEachOtherAreNotDeep) {
  std::string query;
  for (int i = 0; i < 60; ++i) query += "(a)";
  EXPECT_EQ(refusal(query), "accepted");
}

}  // namespace
}  // namespace entrepot::package_query
