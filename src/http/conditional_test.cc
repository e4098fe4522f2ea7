#include <gtest/gtest.h>

#include "http/accept_encoding.h"
#include "http/etag.h"
#include "http/query.h"
#include "http/range.h"

namespace entrepot::http {
namespace {

TEST(Etag, MatchesWhatRfc9110SaysItMatches) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("*", "\"a\""));
  EXPECT_TRUE(matches_etag("\"b\", W/\"a\" , \"c\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"x,y\", \"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("junk, \"a\"", "\"a\""));
  EXPECT_FALSE(matches_etag("\"A\"", "\"a\""));
  EXPECT_FALSE(matches_etag("a", "\"a\""));
  EXPECT_FALSE(matches_etag("\"a", "\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
  EXPECT_FALSE(matches_etag(" , ,", "\"a\""));
  EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
}

struct RangeRow {
  std::string_view field;
  RangeAnswer::Kind kind;
  std::uint64_t offset;
  std::uint64_t length;
};

TEST(Range, IsReadAsRfc9110Says) {
  using enum RangeAnswer::Kind;
  for (const RangeRow& row : {RangeRow{"bytes=0-99", part, 0, 100},
                              {"bytes=990-2000", part, 990, 10},
                              {"bytes=500-", part, 500, 500},
                              {"bytes=-100", part, 900, 100},
                              {"bytes=-5000", part, 0, 1000},
                              {"bytes=999-999", part, 999, 1},
                              {"bytes=1000-", unsatisfiable, 0, 0},
                              {"bytes=-0", unsatisfiable, 0, 0},
                              {"bytes=5-1", whole, 0, 0},
                              {"bytes=0-1,5-6", whole, 0, 0},
                              {"bytes=-", whole, 0, 0},
                              {"bytes=a-b", whole, 0, 0},
                              {"bytes=0x0-1", whole, 0, 0},
                              {"bytes=99999999999999999999-", whole, 0, 0},
                              {"lines=0-1", whole, 0, 0},
                              {"", whole, 0, 0}}) {
    const RangeAnswer answer = parse_range(row.field, 1000);
    EXPECT_EQ(answer.kind, row.kind) << row.field;
    EXPECT_EQ(answer.range.offset, row.offset) << row.field;
    EXPECT_EQ(answer.range.length, row.length) << row.field;
  }
  EXPECT_EQ(parse_range("bytes=0-", 0).kind, unsatisfiable);
  EXPECT_EQ(parse_range("bytes=-1", 0).kind, unsatisfiable);
}

TEST(AcceptEncoding, TakesGzipOnlyWhenAskedFor) {
  for (const std::string_view field :
       {"gzip", "deflate, gzip", "GZIP;q=0.5", "*", "br;q=1, *;q=0.1", "x-gzip", "gzip ; q=1"}) {
    EXPECT_TRUE(accepts_gzip(field)) << field;
  }
  for (const std::string_view field :
       {"", "identity", "deflate", "gzip;q=0", "gzip; Q=0.000", "*, gzip;q=0", "*;q=0", "gzipped"}) {
    EXPECT_FALSE(accepts_gzip(field)) << field;
  }
}

TEST(Query, GivesTheFirstParameterOfThatNameDecoded) {
  EXPECT_EQ(query_parameter("q=a%2Bb+c&q=second&page=2", "q"), "a+b c");
  EXPECT_EQ(query_parameter("q=a&page=2", "page"), "2");
  EXPECT_EQ(query_parameter("flag&x=1", "flag"), "");
  EXPECT_EQ(query_parameter("%71=x", "q"), "x");
  EXPECT_EQ(query_parameter("&&q=1&", "q"), "1");
  EXPECT_EQ(query_parameter("qq=1", "q"), std::nullopt);
  EXPECT_EQ(query_parameter("q=%zz", "q"), std::nullopt);
  EXPECT_EQ(query_parameter("", "q"), std::nullopt);
}

}  // namespace
}  // namespace entrepot::http
