#include "app/process.h"

#include <gtest/gtest.h>

namespace entrepot::app {
namespace {

TEST(ConnectionsWithin, leave_descriptors_for_everything_else) {
  EXPECT_GE(connections_within(1'048'576, 512), 900'000u);
  EXPECT_LE(connections_within(4096, 512), 4096u - 512 - 512);
  EXPECT_GE(connections_within(4096, 512), 2048u);
  EXPECT_EQ(connections_within(1024, 1'000'000), 512u);
  EXPECT_EQ(connections_within(0, 0), 1u);
}

}  // namespace
}  // namespace entrepot::app
