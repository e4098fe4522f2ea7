#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/checksum.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

net::HttpAnswer ask_index(const TestServer& server, std::string_view access, std::string_view path,
                          std::vector<std::pair<std::string, std::string>> fields = {}, Caller caller = {}) {
  return server.send({.path = cargo_path(access, "admin/crates", std::string("/").append(path)),
                      .caller = std::move(caller),
                      .fields = std::move(fields)});
}

TEST(Index, ServesALinePerVersionInTheOrderOfPublication) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  const CrateBuilder second("Delay_x", "2.0.0");
  server.must_publish(server.admin(), "admin/crates", second);
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("Delay_x", "1.0.0+build.1"));

  const net::HttpAnswer answer = ask_index(server, "public", "de/la/delay_x");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("content-type"), "text/plain; charset=utf-8");
  const std::size_t line_end = answer.body.find('\n');
  ASSERT_NE(line_end, std::string::npos);
  const json::value first_line = json::parse(answer.body.substr(0, line_end));
  const json::value second_line = json::parse(answer.body.substr(line_end + 1));
  EXPECT_EQ(text_at(first_line, "name"), "Delay_x");
  EXPECT_EQ(text_at(first_line, "vers"), "2.0.0");
  EXPECT_EQ(text_at(first_line, "cksum"), sha256(second.build()).hex());
  EXPECT_EQ(first_line.at("yanked"), json::value(false));
  EXPECT_EQ(text_at(first_line, "pubtime"), "2026-11-22T12:00:00Z");
  EXPECT_EQ(text_at(second_line, "vers"), "1.0.0+build.1");
}

TEST(Index, AnswersWhatIsUnchangedByEitherValidatorAlone) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  const net::HttpAnswer answer = ask_index(server, "public", "se/rd/serde");
  const std::string etag(answer.field("etag"));
  const std::string modified(answer.field("last-modified"));
  ASSERT_TRUE(etag.starts_with('"')) << etag;
  ASSERT_FALSE(modified.empty());

  const auto with = [&](std::string name, std::string value) {
    return ask_index(server, "public", "se/rd/serde", {{std::move(name), std::move(value)}}).status;
  };
  EXPECT_EQ(with("If-None-Match", etag), 304);
  EXPECT_EQ(with("If-None-Match", "W/" + etag), 304);
  EXPECT_EQ(with("If-None-Match", "\"other\""), 200);
  EXPECT_EQ(with("If-Modified-Since", modified), 304);
  EXPECT_EQ(with("If-Modified-Since", "Sun, 22 Nov 2020 08:22:38 GMT"), 200);
  EXPECT_EQ(
      ask_index(server, "public", "se/rd/serde", {{"If-None-Match", "\"other\""}, {"If-Modified-Since", modified}})
          .status,
      200);
  const net::HttpAnswer unchanged = ask_index(server, "public", "se/rd/serde", {{"If-None-Match", etag}});
  EXPECT_TRUE(unchanged.body.empty());
  EXPECT_EQ(unchanged.field("etag"), etag);
}

TEST(Index, ChangesItsValidatorsWithItsContentAndOnlyThen) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  const net::HttpAnswer before = ask_index(server, "public", "se/rd/serde");
  server.restart();
  const net::HttpAnswer restarted = ask_index(server, "public", "se/rd/serde");
  EXPECT_EQ(restarted.field("etag"), before.field("etag"));
  EXPECT_EQ(restarted.field("last-modified"), before.field("last-modified"));
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.1"));
  const net::HttpAnswer after = ask_index(server, "public", "se/rd/serde");
  EXPECT_NE(after.field("etag"), before.field("etag"));
  EXPECT_NE(after.field("last-modified"), before.field("last-modified"));
}

TEST(Index, IsCompressedOnlyWhenAskedForAndUnderAnotherEtag) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  for (int patch = 0; patch < 5; ++patch) {
    server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0." + std::to_string(patch)));
  }
  const net::HttpAnswer plain = ask_index(server, "public", "se/rd/serde");
  const net::HttpAnswer packed = ask_index(server, "public", "se/rd/serde", {{"Accept-Encoding", "deflate, gzip"}});
  EXPECT_EQ(plain.field("content-encoding"), "");
  EXPECT_EQ(packed.field("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_NE(packed.field("etag"), plain.field("etag"));
  EXPECT_EQ(packed.field("vary"), "accept-encoding");
  EXPECT_EQ(plain.field("vary"), "accept-encoding");
  const std::string etag(packed.field("etag"));
  EXPECT_EQ(ask_index(server, "public", "se/rd/serde", {{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}}).status,
            304);
  EXPECT_EQ(ask_index(server, "public", "se/rd/serde", {{"If-None-Match", etag}}).status, 200);
}

TEST(Index, HasNoFileForWhatIsNotTheExactPath) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("a-b_c", "1.0.0"));
  EXPECT_EQ(ask_index(server, "public", "a-/b_/a-b_c").status, 200);
  for (const std::string_view path :
       {"a-/b_/a_b_c", "a-/b-/a-b-c", "a_/b_/a_b_c", "A-/B_/A-B_C", "se/rd/serde", "1/a-b_c", "3/a/a-b_c",
        "xx/yy/a-b_c", "a-/b_/a-b_c/d", "a-/b_", "%2e%2e/x/y", "1/%00"}) {
    const net::HttpAnswer answer = ask_index(server, "public", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_FALSE(cargo_error(answer).empty()) << path;
  }
}

TEST(Index, AnswersHeadWithoutABody) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  const net::HttpAnswer full = ask_index(server, "public", "se/rd/serde");
  const net::HttpAnswer head =
      server.send({.method = "HEAD", .path = cargo_path("public", "admin/crates", "/se/rd/serde")});
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  EXPECT_EQ(head.field("etag"), full.field("etag"));
  EXPECT_EQ(head.field("content-length"), std::to_string(full.body.size()));
}

TEST(Index, TellsSharedCachesWhatTheyMayKeep) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.make_repository(server.admin(), "admin/secret", "Private");
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  server.must_publish(server.admin(), "admin/secret", CrateBuilder("serde", "1.0.0"));
  EXPECT_EQ(server.get(cargo_path("public", "admin/crates", "/se/rd/serde")).field("cache-control"),
            "public, no-cache");
  EXPECT_EQ(server.get(cargo_path("basic", "admin/secret", "/se/rd/serde"), server.admin()).field("cache-control"),
            "private, no-cache");
}

TEST(Index, IsSeparateForEveryRepository) {
  TestServer server;
  server.make_repository(server.admin(), "admin/one", "Public");
  server.make_repository(server.admin(), "admin/two", "Public");
  server.must_publish(server.admin(), "admin/one", CrateBuilder("serde", "1.0.0"));
  EXPECT_EQ(server.get(cargo_path("public", "admin/one", "/se/rd/serde")).status, 200);
  EXPECT_EQ(server.get(cargo_path("public", "admin/two", "/se/rd/serde")).status, 404);
}

}  // namespace
}  // namespace entrepot::testing
