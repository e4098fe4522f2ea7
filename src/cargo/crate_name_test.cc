#include "cargo/crate_name.h"

#include <gtest/gtest.h>

#include <set>

namespace entrepot {
namespace {

TEST(CrateName, KeepsItsSpellingAndKnowsItsOtherForms) {
  const auto name = CrateName::parse("Delay_X-y2");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->text(), "Delay_X-y2");
  EXPECT_EQ(name->canonical(), "delay_x_y2");
  EXPECT_EQ(name->index_key(), "delay_x-y2");
}

TEST(CrateName, AcceptsEveryLengthFromOneTo64) {
  for (const std::size_t length : {1u, 2u, 3u, 64u}) {
    EXPECT_TRUE(CrateName::parse(std::string(length, 'a')).has_value()) << length;
  }
}

TEST(CrateName, RefusesEachBrokenRuleWithASentenceOfItsOwn) {
  std::set<std::string> sentences;
  for (const std::string& bad : {std::string(), std::string(65, 'a'), std::string("1a"), std::string("_a"),
                                 std::string("a.b"), std::string("CON")}) {
    const auto name = CrateName::parse(bad);
    ASSERT_FALSE(name.has_value()) << bad;
    EXPECT_EQ(name.error().code, ErrorCode::invalid);
    EXPECT_TRUE(sentences.insert(name.error().message).second) << name.error().message;
  }
}

TEST(CrateName, RefusesWhatIsNotAscii) {
  for (const char* bad : {"-a", "ä", "aä", "a b", "a/b", "a\n", "a\\b", "Lpt9", "com1", "nul"}) {
    EXPECT_FALSE(CrateName::parse(bad).has_value()) << bad;
  }
  EXPECT_FALSE(CrateName::parse(std::string_view("a\0b", 3)).has_value());
}

TEST(CrateName, MessagesNeverRepeatRawControlBytes) {
  const auto name = CrateName::parse("a\x1b[2J");
  ASSERT_FALSE(name.has_value());
  EXPECT_EQ(name.error().message.find('\x1b'), std::string::npos);
}

TEST(ReservedNames, CoverTheStandardLibraryAndWindows) {
  for (const char* name : {"std", "core", "alloc", "compiler_builtins", "rustc", "test", "nul", "com9", "lpt1"}) {
    EXPECT_TRUE(is_reserved_crate_name(name)) << name;
  }
  for (const char* name : {"serde", "stdx", "com0", "com10", "lpt"}) EXPECT_FALSE(is_reserved_crate_name(name)) << name;
}

TEST(IndexPath, FollowsTheLengthOfTheName) {
  EXPECT_EQ(index_path("a"), "1/a");
  EXPECT_EQ(index_path("ab"), "2/ab");
  EXPECT_EQ(index_path("abc"), "3/a/abc");
  EXPECT_EQ(index_path("serde"), "se/rd/serde");
  EXPECT_EQ(index_path("delay_x"), "de/la/delay_x");
}

TEST(IndexPath, ComesBackAsTheName) {
  for (const char* name : {"a", "ab", "abc", "abcd", "serde", "a-b_c", "delay_x"}) {
    const std::string path = index_path(name);
    EXPECT_EQ(crate_of_index_path(path), std::string_view(name));
  }
}

TEST(IndexPath, IsNothingWhenFoldersOrCaseDoNotFit) {
  for (const char* path :
       {"", "a", "/a", "1/", "1/ab", "2/a", "3/b/abc", "3/abc", "se/rd/Serde", "Se/rd/serde", "se/rd/serd/e",
        "se/rx/serde", "se/rd//serde", "serd/serde", "se/rd/serde/", "1/1", "se/rd/se%72de", "3/a/abcd"}) {
    EXPECT_EQ(crate_of_index_path(path), std::nullopt) << path;
  }
}

}  // namespace
}  // namespace entrepot
