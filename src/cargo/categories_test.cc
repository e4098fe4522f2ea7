#include "cargo/categories.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace entrepot {
namespace {

TEST(Categories, AreKnownByTheirWholeSlug) {
  for (const char* slug : {"accessibility", "no-std", "no-std::no-alloc", "web-programming::websocket"}) {
    EXPECT_TRUE(is_known_category(slug)) << slug;
  }
  for (const char* slug : {"", "zebra", "websocket", "No-Std", "no-std::", "web-programming::"}) {
    EXPECT_FALSE(is_known_category(slug)) << slug;
  }
}

TEST(Categories, ThatAreNotKnownAreGivenAsTheyAreSpelled) {
  EXPECT_THAT(unknown_categories({"no-std", "Tea", "os"}), testing::ElementsAre("Tea"));
}

}  // namespace
}  // namespace entrepot
