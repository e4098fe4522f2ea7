#include "cli/push_order.h"

#include <gtest/gtest.h>

namespace entrepot::cli {
namespace {

using Waves = std::vector<std::vector<std::size_t>>;

TEST(PushOrder, PutsWhatIsNeededFirstAndTheRestAtOnce) {
  EXPECT_EQ(push_waves({{"ship", {"sail", "hull", "log"}}, {"sail", {"Mast"}}, {"hull", {}}, {"mast", {"hull"}}}),
            (Waves{{2}, {3}, {1}, {0}}));
  EXPECT_EQ(push_waves({{"a", {}}, {"b", {}}, {"c", {"serde"}}}), (Waves{{0, 1, 2}}));
  EXPECT_EQ(push_waves({}), Waves{});
}

TEST(PushOrder, KeepsVersionsOfOneCrateTogetherAndKnowsBothSpellings) {
  EXPECT_EQ(push_waves({{"user", {"green_tea"}}, {"green-tea", {}}, {"green-tea", {"green-tea"}}}),
            (Waves{{1, 2}, {0}}));
}

TEST(PushOrder, EndsAlsoWithARing) {
  EXPECT_EQ(push_waves({{"a", {"b"}}, {"b", {"a"}}, {"c", {}}}), (Waves{{2}, {0, 1}}));
}

}  // namespace
}  // namespace entrepot::cli
