#include "base/nearest.h"

#include <gtest/gtest.h>

#include <array>

namespace entrepot {
namespace {

constexpr std::array<std::string_view, 4> kWords = {"listen", "tls-listen", "max-connections", "data"};

TEST(Nearest, CountsEditsOfOneCharacter) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("listen", "lsiten"), 2u);
}

TEST(Nearest, NamesTheWordATypingSlipExplains) {
  EXPECT_EQ(nearest_word("lisen", kWords), "listen");
  EXPECT_EQ(nearest_word("max-conections", kWords), "max-connections");
  EXPECT_EQ(did_you_mean("dta", kWords), " Did you mean `data`?");
}

TEST(Nearest, NamesNothingForAWordThatIsFarFromAll) {
  EXPECT_EQ(nearest_word("zzzzzzzz", kWords), "");
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word(std::string(5000, 'a'), kWords), "");
  EXPECT_EQ(did_you_mean("zzzzzzzz", kWords), "");
}

}  // namespace
}  // namespace entrepot
