#include "cli/output.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace entrepot::cli {
namespace {

TEST(Table, AlignsItsColumnsByTheWidestCell) {
  const boost::json::array rows = {{{"slug", "a"}, {"n", 1}}, {{"slug", "longer"}, {"n", 22}}};
  EXPECT_EQ(table(rows, {{"NAME", "slug"}, {"COUNT", "n"}}, "none"),
            "NAME    COUNT\n"
            "a           1\n"
            "longer     22\n");
}

TEST(Table, CountsCharactersAndNotBytes) {
  const boost::json::array rows = {{{"slug", "h\xc3\xa9"}, {"n", "x"}}, {{"slug", "abc"}, {"n", "y"}}};
  EXPECT_EQ(table(rows, {{"N", "slug"}, {"C", "n"}}, ""), "N    C\nh\xc3\xa9   x\nabc  y\n");
}

TEST(Table, IsASentenceWhenThereIsNothing) {
  EXPECT_EQ(table({}, {{"NAME", "slug"}}, "There is none."), "There is none.");
}

TEST(Cell, ShowsEveryKindOfValueAsAPersonReadsIt) {
  EXPECT_EQ(cell(boost::json::value(nullptr)), "-");
  EXPECT_EQ(cell(boost::json::value("")), "-");
  EXPECT_EQ(cell(boost::json::value(true)), "yes");
  EXPECT_EQ(cell(boost::json::value(12)), "12");
  EXPECT_EQ(cell(boost::json::value(0.5)), "0.5");
  EXPECT_EQ(cell(boost::json::array{"a", "b"}), "a,b");
  EXPECT_EQ(cell(boost::json::object{{"a", 1}}, "b"), "-");
}

TEST(Cell, LetsNoTextMoveTheCursor) {
  EXPECT_EQ(cell(boost::json::value("a\x1b[2J\nb")), "a [2J b");
}

TEST(Table, ShowsSizesAndTimesAsPeopleReadThem) {
  const boost::json::array rows = {{{"size", 1536}, {"at", "2026-11-22T23:00:01.5Z"}, {"never", nullptr}}};
  EXPECT_EQ(table(rows, {{"SIZE", "size", Show::bytes}, {"AT", "at", Show::time}, {"NEVER", "never", Show::time}}, ""),
            "   SIZE  AT                NEVER\n"
            "1.5 KiB  2026-11-22 23:00  -\n");
  EXPECT_EQ(readable_bytes(0), "0 B");
  EXPECT_EQ(readable_bytes(1023), "1023 B");
  EXPECT_EQ(readable_bytes(5ULL << 40U), "5.0 TiB");
}

TEST(Pretty, IsTheSameJsonOverSeveralLines) {
  const boost::json::value value = {
      {"a", {1, 2}}, {"b", boost::json::object()}, {"c", boost::json::array()}, {"d", "x\n"}};
  EXPECT_EQ(pretty(value), R"({
  "a": [
    1,
    2
  ],
  "b": {},
  "c": [],
  "d": "x\n"
}
)");
  EXPECT_EQ(boost::json::parse(pretty(value)), value);
}

TEST(ErrorDocument, HasTheServersStatusAndFieldsWhenItWasTheServer) {
  const Refusal refusal{.status = 422,
                        .body = R"({"detail":"Invalid input.","fields":{"slug":["Taken."]}})",
                        .sentence = "Invalid input.\n  slug: Taken."};
  const Error error{ErrorCode::bad_request, refusal.sentence + " More."};
  EXPECT_EQ(
      boost::json::serialize(error_document(error, refusal)),
      R"({"detail":"Invalid input.","meta":{"code":422,"description":"bad_request"},"fields":{"slug":["Taken."]}})");
  const Error ours{ErrorCode::unavailable, "It cannot be reached."};
  EXPECT_EQ(boost::json::serialize(error_document(ours, refusal)),
            R"({"detail":"It cannot be reached.","meta":{"code":503,"description":"unavailable"}})");
}

}  // namespace
}  // namespace entrepot::cli
