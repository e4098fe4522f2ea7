#include "base/parse_time.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

TEST(Time, IsReadAsClientsWriteIt) {
  const Timestamp time = from_rfc3339("2026-11-22T08:22:38Z").value();
  for (const char* text : {"2026-11-22T08:22:38Z", "2026-11-22T08:22:38", "2026-11-22T08:22:38.123456",
                           "2026-11-22T08:22:38.5Z", "2026-11-22T10:22:38+02:00", "2026-11-22T04:52:38-03:30"}) {
    EXPECT_EQ(parse_time(text).value_or(Timestamp()), time) << text;
  }
  EXPECT_EQ(parse_time("2026-11-22").value(), from_rfc3339("2026-11-22T00:00:00Z").value());
  EXPECT_TRUE(parse_time("2028-02-29"));
  for (const char* text :
       {"", "2026", "2026-02-31", "2027-02-29T00:00:00Z", "2026-00-10", "2026-11-22T24:00:00Z", "2026-11-22T08:22",
        "2026-11-22T08:22:38.Z", "2026-11-22T08:22:38+2", "2026-11-22Z", "2026-11-22T08:22:38Zx", "tomorrow"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

}  // namespace
}  // namespace entrepot
