#include "base/units.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

using namespace std::chrono_literals;

TEST(Units, ReadsSizesAndTimesWithTheirUnits) {
  EXPECT_EQ(parse_bytes("64 MiB"), 64u << 20);
  EXPECT_EQ(parse_bytes("2GiB"), 2ull << 30);
  EXPECT_EQ(parse_bytes("17"), 17u);
  EXPECT_EQ(parse_bytes("17  MiB"), std::nullopt);
  EXPECT_EQ(parse_bytes("MiB"), std::nullopt);
  EXPECT_EQ(parse_bytes("99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_bytes("9999999999999 GiB"), std::nullopt);
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("24h"), 24h);
  EXPECT_EQ(parse_duration("90d"), 24h * 90);
  EXPECT_EQ(parse_duration("5"), std::nullopt);
  EXPECT_EQ(parse_duration("-5s"), std::nullopt);
}

}  // namespace
}  // namespace entrepot
