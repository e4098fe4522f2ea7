#include "api/cargo/crate_file_name.h"

#include <gtest/gtest.h>

#include <string>

namespace entrepot::api {
namespace {

using Splits = std::vector<CrateFileName>;

TEST(CrateFileName, IsSplitWhereTheVersionBegins) {
  EXPECT_EQ(split_crate_file_name("serde-1.0.0.crate"), (Splits{{"serde", "1.0.0"}}));
  EXPECT_EQ(split_crate_file_name("serde-json-1.0.0+build.1.crate"), (Splits{{"serde-json", "1.0.0+build.1"}}));
  EXPECT_EQ(split_crate_file_name("a-1.0.0-alpha-2.crate"), (Splits{{"a", "1.0.0-alpha-2"}}));
}

TEST(CrateFileName, KeepsEveryReadingThatIsPossible) {
  EXPECT_EQ(split_crate_file_name("a-1-2.0.0.crate"), (Splits{{"a-1", "2.0.0"}}));
  EXPECT_EQ(split_crate_file_name("utf-8-1.0.0.crate"), (Splits{{"utf-8", "1.0.0"}}));
}

TEST(CrateFileName, IsNothingWhenNoReadingIsPossible) {
  for (const std::string_view file : {"serde.crate", "serde-1.0.crate", "-1.0.0.crate", "1a-1.0.0.crate", "serde-1.0.0",
                                      "serde-01.0.0.crate", "", ".crate", "a-.crate", "a b-1.0.0.crate"}) {
    EXPECT_TRUE(split_crate_file_name(file).empty()) << file;
  }
  EXPECT_TRUE(split_crate_file_name(std::string(300, 'a') + "-1.0.0.crate").empty());
}

TEST(CrateFileName, BoundsTheWorkForHostileNames) {
  std::string file = "a";
  for (int i = 0; i < 20; ++i) file += "-1.0.0";
  EXPECT_LE(split_crate_file_name(file + ".crate").size(), kMaxSplits);
}

}  // namespace
}  // namespace entrepot::api
