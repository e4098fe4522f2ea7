#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/checksum.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

class Download : public ::testing::Test {
 protected:
  Download() {
    server_.make_repository(server_.admin(), "admin/crates", "Public");
    server_.must_publish(server_.admin(), "admin/crates", crate_);
  }
  net::HttpAnswer ask(std::string_view file, std::vector<std::pair<std::string, std::string>> fields = {},
                      std::string method = "GET") {
    return server_.send({.method = std::move(method),
                         .path = cargo_path("public", "admin/crates", std::string("/").append(file)),
                         .fields = std::move(fields)});
  }

  TestServer server_;
  CrateBuilder crate_{"Serde-8", "1.0.0-alpha-2+build.1"};
  std::string bytes_ = crate_.build();
  std::string file_ = "Serde-8-1.0.0-alpha-2+build.1.crate";
};

TEST_F(Download, GivesTheUploadedBytes) {
  for (int round = 0; round < 2; ++round) {  // from the disk, then from memory
    const net::HttpAnswer answer = ask(file_);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body, bytes_);
    EXPECT_EQ(answer.field("content-type"), "application/gzip");
    EXPECT_EQ(answer.field("content-encoding"), "");
    EXPECT_EQ(answer.field("etag"), "\"" + sha256(bytes_).hex() + "\"");
    EXPECT_EQ(answer.field("cache-control"), "public, max-age=31536000, immutable");
  }
  EXPECT_EQ(ask("Serde-8-1.0.0-alpha-2%2Bbuild.1.crate").status, 200);
}

TEST_F(Download, KnowsOnlyTheExactNameAndVersion) {
  for (const std::string_view file :
       {"serde-8-1.0.0-alpha-2+build.1.crate", "Serde_8-1.0.0-alpha-2+build.1.crate", "Serde-8-1.0.0-alpha-2.crate",
        "Serde-8-1.0.0.crate", "Serde-1.0.0.crate", "Serde-8.crate", "Serde-8-1.0.0-alpha-2+build.1", "x.crate",
        ".crate", "..%2f..%2fentrepot.sqlite3", "Serde-8-1.0.0-alpha-2 build.1.crate"}) {
    std::string path(file);
    for (std::size_t space = path.find(' '); space != std::string::npos; space = path.find(' '))
      path.replace(space, 1, "%20");
    const net::HttpAnswer answer = ask(path);
    EXPECT_EQ(answer.status, 404) << file;
    EXPECT_FALSE(cargo_error(answer).empty()) << file;
  }
}

TEST_F(Download, AnswersARangeAndRefusesAnImpossibleOne) {
  const net::HttpAnswer part = ask(file_, {{"Range", "bytes=2-5"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, bytes_.substr(2, 4));
  EXPECT_EQ(part.field("content-range"), "bytes 2-5/" + std::to_string(bytes_.size()));
  const net::HttpAnswer impossible = ask(file_, {{"Range", "bytes=99999999-"}});
  EXPECT_EQ(impossible.status, 416);
  EXPECT_EQ(impossible.field("content-range"), "bytes */" + std::to_string(bytes_.size()));
  EXPECT_EQ(ask(file_, {{"Range", "bytes=0-1,4-5"}}).status, 200);
}

TEST_F(Download, HonoursIfRangeAndIfNoneMatch) {
  const std::string etag = "\"" + sha256(bytes_).hex() + "\"";
  EXPECT_EQ(ask(file_, {{"Range", "bytes=0-1"}, {"If-Range", etag}}).status, 206);
  EXPECT_EQ(ask(file_, {{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status, 200);
  const net::HttpAnswer unchanged = ask(file_, {{"If-None-Match", etag}});
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_TRUE(unchanged.body.empty());
}

TEST_F(Download, GivesPeopleTheSameBytesUnderTheNameOfTheFile) {
  const std::string version = "/v1/crates/admin/crates/Serde-8/1.0.0-alpha-2+build.1/";
  const net::HttpAnswer answer = server_.get(version + "download/");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body, bytes_);
  EXPECT_EQ(answer.field("content-type"), "application/gzip");
  EXPECT_EQ(answer.field("content-disposition"), "attachment; filename=\"" + file_ + "\"");
  EXPECT_EQ(answer.field("cache-control"), "public, no-cache");
  EXPECT_EQ(server_.get("/v1/crates/admin/crates/serde_8/latest/download/").body, bytes_);
  EXPECT_EQ(server_.get("/v1/crates/admin/crates/Serde-8/9.9.9/download/").status, 404);
  const auto with = [&](const char* field, const std::string& value) {
    return server_.send({.method = "GET", .path = version + "download/", .fields = {{field, value}}});
  };
  EXPECT_EQ(with("Range", "bytes=2-5").body, bytes_.substr(2, 4));
  EXPECT_EQ(with("Range", "bytes=99999999-").status, 416);
  EXPECT_EQ(with("If-None-Match", std::string(answer.field("etag"))).status, 304);
}

TEST_F(Download, AnswersHeadWithTheLengthAlone) {
  const net::HttpAnswer head = ask(file_, {}, "HEAD");
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  EXPECT_EQ(head.field("content-length"), std::to_string(bytes_.size()));
}

TEST_F(Download, CountsWholeDownloadsOnly) {
  ask(file_);
  ask(file_);
  ask(file_, {}, "HEAD");
  ask(file_, {{"Range", "bytes=2-5"}});
  ask(file_, {{"If-None-Match", "*"}});
  ASSERT_TRUE(server_.registry().downloads().flush().has_value());
  const net::HttpAnswer repository = server_.get("/v1/repos/admin/crates/", server_.admin());
  EXPECT_EQ(json_of(repository).at("num_downloads"), boost::json::value(2)) << repository.body;
}

TEST_F(Download, StillServesAYankedVersion) {
  ASSERT_EQ(server_
                .send({.method = "DELETE",
                       .path = cargo_path("basic", "admin/crates", "/api/v1/crates/Serde-8/1.0.0-alpha-2+build.1/yank"),
                       .caller = server_.admin()})
                .status,
            200);
  EXPECT_EQ(ask(file_).body, bytes_);
}

TEST(DownloadName, IsReadAsTheCrateThatExists) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  const CrateBuilder plain("a", "1.0.0-b-2.0.0");
  server.must_publish(server.admin(), "admin/crates", plain);
  const CrateBuilder dashed("utf-8", "1.0.0");
  server.must_publish(server.admin(), "admin/crates", dashed);
  EXPECT_EQ(server.get(cargo_path("public", "admin/crates", "/a-1.0.0-b-2.0.0.crate")).body, plain.build());
  EXPECT_EQ(server.get(cargo_path("public", "admin/crates", "/utf-8-1.0.0.crate")).body, dashed.build());
}

}  // namespace
}  // namespace entrepot::testing
