#include "base/replace_all.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

TEST(ReplaceAll, ReplacesEveryPlace) {
  EXPECT_EQ(replace_all("a-b-a", "a", "xay"), "xay-b-xay");
  EXPECT_EQ(replace_all("a", "", "x"), "a");
}

}  // namespace
}  // namespace entrepot
