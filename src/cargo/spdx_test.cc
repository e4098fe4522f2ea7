#include "cargo/spdx.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.h"
#include "cargo/spdx_ids.h"

namespace entrepot {
namespace {

TEST(LicenseExpression, AcceptsWhatCratesUse) {
  for (const char* good :
       {"MIT", "MIT OR Apache-2.0", "(Apache-2.0 OR MIT) AND BSD-3-Clause", "GPL-2.0+",
        "GPL-3.0-or-later WITH GCC-exception-3.1", "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
        "LicenseRef-Acme", "DocumentRef-x:LicenseRef-y", "0BSD", "((MIT))", "(MIT)OR(ISC)", "Unicode-DFS-2016",
        "Unlicense", "MPL-2.0", "Zlib", "CC0-1.0"}) {
    const auto expression = parse_license_expression(good);
    EXPECT_TRUE(expression.has_value()) << good;
  }
}

TEST(LicenseExpression, WarnsOfTheSlashAndOfSpelling) {
  const auto slash = parse_license_expression("MIT / Apache-2.0");
  ASSERT_TRUE(slash.has_value());
  EXPECT_EQ(slash->licenses, (std::vector<std::string>{"MIT", "Apache-2.0"}));
  EXPECT_EQ(slash->warnings.size(), 1u);
  const auto spelling = parse_license_expression("mit OR apache-2.0");
  ASSERT_TRUE(spelling.has_value());
  EXPECT_EQ(spelling->licenses, (std::vector<std::string>{"MIT", "Apache-2.0"}));
  EXPECT_EQ(spelling->warnings.size(), 2u);
  EXPECT_EQ(parse_license_expression("GPL-3.0")->warnings.size(), 1u);
  EXPECT_TRUE(parse_license_expression("MIT OR ISC")->warnings.empty());
}

TEST(LicenseExpression, RefusesTheRest) {
  for (const std::string& bad : std::vector<std::string>{"",
                                                         " ",
                                                         "Proprietary",
                                                         "MIT OR",
                                                         "OR MIT",
                                                         "MIT Apache-2.0",
                                                         "MIT or Apache-2.0",
                                                         "(MIT",
                                                         "MIT)",
                                                         "()",
                                                         "MIT WITH",
                                                         "MIT WITH MIT",
                                                         "MIT AND AND ISC",
                                                         "LicenseRef-",
                                                         "MIT/",
                                                         "/MIT",
                                                         "MIT ++",
                                                         "MIT, ISC",
                                                         "(MIT) WITH LLVM-exception",
                                                         "MIT ORISC",
                                                         std::string(200, '('),
                                                         std::string(3000, 'M')}) {
    EXPECT_FALSE(parse_license_expression(bad).has_value()) << bad;
  }
}

TEST(SpdxTables, AreSortedWithoutRegardToCase) {
  for (const auto table : {spdx_licenses(), spdx_exceptions(), spdx_deprecated_licenses()}) {
    const auto lower = [](std::string_view id) { return to_lower(id); };
    EXPECT_TRUE(std::ranges::is_sorted(table, std::ranges::less_equal(), lower));
  }
  EXPECT_GT(spdx_licenses().size(), 600u);
  for (const std::string_view id : spdx_deprecated_licenses()) EXPECT_EQ(spdx_license_id(id), id);
  for (const std::string_view id : spdx_licenses()) EXPECT_EQ(spdx_license_id(to_lower(id)), id);
  EXPECT_EQ(spdx_exception_id("llvm-exception"), "LLVM-exception");
}

}  // namespace
}  // namespace entrepot
