#include "cli/output.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace entrepot::cli {
namespace {

TEST(Table, AlignsItsColumnsByTheWidestCell) {
  const boost::json::array rows = {{{"slug", "a"}, {"n", 1}}, {{"slug", "longer"}, {"n", 22}}};
  EXPECT_EQ(table(rows, {{"NAME", "slug"}, {"COUNT", "n"}}, "none"),
            "NAME    COUNT\n"
            "a       1\n"
            "longer  22\n");
}

TEST(Table, CountsCharactersAndNotBytes) {
  const boost::json::array rows = {{{"slug", "h\xc3\xa9"}, {"n", 1}}, {{"slug", "abc"}, {"n", 2}}};
  EXPECT_EQ(table(rows, {{"N", "slug"}, {"C", "n"}}, ""), "N    C\nh\xc3\xa9   1\nabc  2\n");
}

TEST(Table, IsASentenceWhenThereIsNothing) {
  EXPECT_EQ(table({}, {{"NAME", "slug"}}, "There is none."), "There is none.");
}

TEST(Cell, ShowsEveryKindOfValueAsAPersonReadsIt) {
  EXPECT_EQ(cell(boost::json::value(nullptr)), "-");
  EXPECT_EQ(cell(boost::json::value("")), "-");
  EXPECT_EQ(cell(boost::json::value(true)), "yes");
  EXPECT_EQ(cell(boost::json::value(12)), "12");
  EXPECT_EQ(cell(boost::json::array{"a", "b"}), "a,b");
  EXPECT_EQ(cell(boost::json::object{{"a", 1}}, "b"), "-");
}

TEST(Cell, LetsNoTextMoveTheCursor) {
  EXPECT_EQ(cell(boost::json::value("a\x1b[2J\nb")), "a [2J b");
}

}  // namespace
}  // namespace entrepot::cli
