#include "cli/push_progress.h"

#include <gtest/gtest.h>

namespace entrepot::cli {
namespace {

TEST(ProgressBar, FillsWithTheBytesAndFitsTheTerminal) {
  EXPECT_EQ(progress_bar(0, 2, 0, 2048, 50), "[                     ] 0/2 files  0 B of 2.0 KiB");
  EXPECT_EQ(progress_bar(2, 2, 2048, 2048, 48), "[###############] 2/2 files  2.0 KiB of 2.0 KiB");
  for (std::size_t width = 0; width < 200; ++width) {
    const std::string bar = progress_bar(1, 3, 700, 1000, width);
    if (width > 40) {
      EXPECT_LT(bar.size(), width);
    }
    EXPECT_NE(bar.find("1/3 files"), std::string::npos);
  }
}

TEST(ProgressBar, TakesNoBytesAndTooManyForDone) {
  EXPECT_NE(progress_bar(1, 1, 0, 0, 80).find("[####"), std::string::npos);
  EXPECT_NE(progress_bar(1, 1, 9, 3, 80).find("3 B of 3 B"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::cli
