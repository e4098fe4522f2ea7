#include "http/fields.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "http/http2_flood_guard.h"
#include "http/request_id.h"
#include "http/status.h"

namespace entrepot::http {
namespace {

TEST(Fields, AreKeptAsTheLinesThatAreSent) {
  Fields fields;
  fields.add("content-type", "text/plain");
  fields.add("etag", "\"1\"");
  EXPECT_EQ(fields.lines(), "content-type: text/plain\r\netag: \"1\"\r\n");
  EXPECT_EQ(fields.count(), 2u);
  EXPECT_EQ(fields.at(1).name, "etag");
  EXPECT_EQ(fields.at(1).value, "\"1\"");
  EXPECT_TRUE(fields.contains("etag"));
  EXPECT_FALSE(fields.contains("vary"));
}

TEST(Fields, AValueCannotBringInAnotherField) {
  Fields fields;
  fields.add("location", std::string("/a\r\nset-cookie: x=1\n\0b\x7f\tc", 25));
  EXPECT_EQ(fields.lines(), "location: /a  set-cookie: x=1  b \tc\r\n");
}

TEST(Fields, ThatAreSharedStayAsTheyAreWhenACopyGrows) {
  Fields fields;
  fields.add("etag", "\"1\"");
  const Fields ready = std::move(fields).shared();
  Fields copy = ready;
  EXPECT_EQ(copy.lines().data(), ready.lines().data());
  copy.add("vary", "accept-encoding");
  EXPECT_EQ(copy.lines(), "etag: \"1\"\r\nvary: accept-encoding\r\n");
  EXPECT_EQ(copy.at(1).name, "vary");
  EXPECT_EQ(ready.lines(), "etag: \"1\"\r\n");
  EXPECT_EQ(ready.count(), 1u);
}

TEST(Status, EveryLineIsWellFormed) {
  EXPECT_EQ(status_line(404), "HTTP/1.1 404 Not Found\r\n");
  EXPECT_EQ(status_line(299), "HTTP/1.1 299 \r\n");
  EXPECT_EQ(status_line(7), "HTTP/1.1 500 Internal Server Error\r\n");
  EXPECT_FALSE(may_have_body(204));
  EXPECT_FALSE(may_have_body(304));
  EXPECT_TRUE(may_have_body(404));
}

TEST(RequestId, IdsDiffer) {
  RequestIdMaker first;
  RequestIdMaker second;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(std::string(view(first.next())));
    seen.insert(std::string(view(second.next())));
  }
  EXPECT_EQ(seen.size(), 2000u);
}

TEST(Http2FloodGuard, CountsPerWindow) {
  Http2FloodGuard guard(10);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(guard.on_reset(1'000'000), Http2FloodGuard::Verdict::fine);
  EXPECT_EQ(guard.on_reset(1'000'001), Http2FloodGuard::Verdict::flood);
  EXPECT_EQ(guard.on_reset(1'010'001), Http2FloodGuard::Verdict::fine) << "a new window begins";
}

TEST(Http2FloodGuard, WindowUpdatesThatAnswerDataAreNoFlood) {
  Http2FloodGuard guard(10);
  for (int i = 0; i < 20'000; ++i) guard.on_data_sent();
  for (int i = 0; i < 50'000; ++i) ASSERT_EQ(guard.on_window_update(1'000'000), Http2FloodGuard::Verdict::fine) << i;
  EXPECT_EQ(guard.on_window_update(1'000'000), Http2FloodGuard::Verdict::flood);
}

}  // namespace
}  // namespace entrepot::http
