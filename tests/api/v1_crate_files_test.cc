#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "base/bytes.h"
#include "base/checksum.h"
#include "blob/blob_store.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n\x01\x02\xff";
constexpr std::string_view kSvg = "<?xml version=\"1.0\"?>\n<!-- x --><svg onload=\"alert(1)\"></svg>";
constexpr std::string_view kHtml = "<html><script>alert(1)</script></html>";

/// A crate with files of every kind in a public and in a private repository.
class CrateFiles : public ::testing::Test {
 protected:
  CrateFiles() {
    server_.make_repository(owner_, "owner/open", "Public");
    server_.make_repository(owner_, "owner/closed", "Private");
    const CrateBuilder crate = CrateBuilder("tea", "1.0.0")
                                   .file("src/lib.rs", "//! Pours \xC3\xA4.\n")
                                   .file("src/page.html", kHtml)
                                   .file("logo.png", kPng)
                                   .file("logo.svg", kSvg)
                                   .file("fake.png", kHtml)
                                   .file("odd name \xC3\xA4+&.txt", "odd")
                                   .file("data.bin", std::string_view("\0\1\2", 3))
                                   .file("latin1.txt", "caf\xE9")
                                   .file("empty", "")
                                   .file("large.txt", std::string(5 * 1024 * 1024 + 1, 'x'))
                                   .file("largest.txt", std::string(5 * 1024 * 1024, 'x'));
    for (const char* repository : {"owner/open", "owner/closed"}) server_.must_publish(owner_, repository, crate);
  }
  net::HttpAnswer file(std::string_view path, const Caller& caller = {}, std::string_view repository = "open") const {
    return server_.get(files(repository) + std::string(path), caller);
  }
  static std::string files(std::string_view repository) {
    return "/v1/crates/owner/" + std::string(repository) + "/tea/1.0.0/files/";
  }
  void expect_defended(const net::HttpAnswer& answer, std::string_view what) const {
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff") << what;
    EXPECT_EQ(answer.field("content-security-policy"), "sandbox; default-src 'none'; style-src 'unsafe-inline'")
        << what;
  }

  TestServer server_;
  TestUser owner_ = server_.make_user("owner");
};

TEST_F(CrateFiles, AreListedByPathWithWhatTheyAre) {
  const net::HttpAnswer answer = server_.get(files("open"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  std::string paths;
  const json::value body = json_of(answer);
  for (const json::value& one : body.at("files").as_array()) {
    paths += text_at(one, "path") + (one.at("is_text").as_bool() ? "" : "*") + " ";
  }
  EXPECT_EQ(paths,
            "Cargo.toml data.bin* empty fake.png large.txt largest.txt latin1.txt* logo.png* logo.svg "
            "odd name \xC3\xA4+&.txt src/lib.rs src/page.html ");
  const json::object& data = body.at("files").as_array().at(1).as_object();
  EXPECT_EQ(data.at("size"), json::value(3));
  EXPECT_EQ(data.at("sha256"), json::value(sha256(std::string_view("\0\1\2", 3)).hex()));
  EXPECT_EQ(json_of(server_.get("/v1/crates/owner/open/tea/1.0.0/")).at("unpacked_size").as_int64(), [&] {
    std::int64_t sum = 0;
    for (const json::value& one : body.at("files").as_array()) sum += one.at("size").as_int64();
    return sum;
  }());
}

TEST_F(CrateFiles, AreSentAsTextAsImagesThatTheyAreOrAsDownloads) {
  struct Row {
    std::string_view path;
    std::string_view type;
    std::string_view bytes;
  };
  for (const Row& row : {Row{"src/lib.rs", "text/plain; charset=utf-8", "//! Pours \xC3\xA4.\n"},
                         {"src/page.html", "text/plain; charset=utf-8", kHtml},
                         {"logo.png", "image/png", kPng},
                         {"logo.svg", "image/svg+xml", kSvg},
                         {"fake.png", "text/plain; charset=utf-8", kHtml},
                         {"odd%20name%20%C3%A4%2B%26.txt", "text/plain; charset=utf-8", "odd"},
                         {"empty", "text/plain; charset=utf-8", ""},
                         {"data.bin", "application/octet-stream", std::string_view("\0\1\2", 3)},
                         {"latin1.txt", "application/octet-stream", "caf\xE9"}}) {
    const net::HttpAnswer answer = file(row.path);
    EXPECT_EQ(answer.status, 200) << row.path << answer.body;
    EXPECT_EQ(answer.field("content-type"), row.type) << row.path;
    EXPECT_EQ(answer.body, row.bytes) << row.path;
    EXPECT_EQ(answer.field("content-disposition").empty(), row.type != "application/octet-stream") << row.path;
    expect_defended(answer, row.path);
  }
  EXPECT_EQ(file("data.bin").field("content-disposition"), "attachment; filename*=UTF-8''data.bin");
}

TEST_F(CrateFiles, ThatAreNotInTheCrateAreNotFoundHoweverTheyAreSpelled) {
  // Dots are escaped, or the client would take them out of the path itself.
  for (const char* path : {"nothing",
                           "src",
                           "src%2f",
                           "%2e%2e",
                           "%2e%2e/Cargo.toml",
                           "%2e%2e%2fCargo.toml",
                           "src/%2e%2e/Cargo.toml",
                           "src/%2e%2e%2fCargo.toml",
                           "%2e/Cargo.toml",
                           "%2fetc%2fpasswd",
                           "%2fCargo.toml",
                           "/etc/passwd",
                           "//Cargo.toml",
                           "cargo.toml",
                           "tea-1.0.0/Cargo.toml",
                           "Cargo.toml%00",
                           "Cargo.toml%0a",
                           "Cargo.toml%ff",
                           "..%5cCargo.toml",
                           "%252e%252e/x"}) {
    EXPECT_EQ(file(path).status, 404) << path;
  }
  EXPECT_EQ(file("%zz").status, 400);
  EXPECT_EQ(file("src%2Flib.rs").body, file("src/lib.rs").body);  // the same path, spelled otherwise
  EXPECT_EQ(file("src/lib.rs/").body, file("src/lib.rs").body);   // a slash at the end never counts
}

TEST_F(CrateFiles, OfMoreThanFiveMebibytesAreNotShown) {
  const net::HttpAnswer answer = file("large.txt");
  EXPECT_EQ(answer.status, 413) << answer.body;
  EXPECT_EQ(text_at(json_of(answer), "code"), "too_large");
  EXPECT_EQ(file("largest.txt").body.size(), 5U * 1024 * 1024);
}

TEST_F(CrateFiles, AreKeptByClientsAndAskedForByETag) {
  const net::HttpAnswer answer = file("src/lib.rs");
  const std::string etag(answer.field("etag"));
  EXPECT_EQ(etag, '"' + sha256(answer.body).hex() + '"');
  EXPECT_EQ(answer.field("cache-control"), "public, no-cache");
  EXPECT_EQ(file("src/lib.rs", owner_, "closed").field("cache-control"), "private, no-cache");
  const auto ask = [&](const std::string& wanted) {
    return server_.send({.path = files("open") + "src/lib.rs", .fields = {{"If-None-Match", wanted}}});
  };
  EXPECT_EQ(ask(etag).status, 304);
  EXPECT_TRUE(ask(etag).body.empty());
  EXPECT_EQ(ask("\"x\", W/" + etag).status, 304);
  EXPECT_EQ(ask("\"x\"").status, 200);
}

TEST_F(CrateFiles, AreForWhoMayReadTheRepository) {
  const TestUser stranger = server_.make_user("stranger");
  EXPECT_EQ(file("src/lib.rs", kNobody, "closed").status, 401);
  EXPECT_EQ(file("src/lib.rs", stranger, "closed").status, 404);
  EXPECT_EQ(file("src/lib.rs", owner_, "closed").status, 200);
  EXPECT_EQ(server_.get(files("closed"), stranger).status, 404);
  const std::string token = server_.make_entitlement(owner_, "owner/closed", "ci");
  EXPECT_EQ(file("src/lib.rs", {token}, "closed").status, 401);
}

TEST_F(CrateFiles, InQuarantineAreNotShown) {
  const std::string perm = text_at(json_of(server_.get("/v1/crates/owner/open/tea/latest/")), "slug_perm");
  ASSERT_EQ(file("src/lib.rs").status, 200);
  ASSERT_EQ(server_.post("/v1/packages/owner/open/" + perm + "/quarantine/", owner_, json::object{}).status, 200);
  EXPECT_EQ(file("src/lib.rs").status, 403);
  EXPECT_EQ(file("src/lib.rs", owner_).status, 403);
  EXPECT_EQ(server_.get(files("open"), owner_).status, 403);
  EXPECT_EQ(server_.get("/v1/crates/owner/open/tea/1.0.0/download/", owner_).status, 403);
  const json::value version = json_of(server_.get("/v1/crates/owner/open/tea/1.0.0/"));
  EXPECT_EQ(version.at("quarantined"), json::value(true));
  EXPECT_TRUE(version.at("readme").is_null());
  EXPECT_TRUE(version.at("unpacked_size").is_null());
}

TEST_F(CrateFiles, GiveTheirReadmeAsTextWhateverItsBytes) {
  const auto readme = [&](std::string_view name, const CrateBuilder& crate) {
    server_.must_publish(owner_, "owner/open", crate);
    return json_of(server_.get("/v1/crates/owner/open/" + std::string(name) + "/latest/")).at("readme");
  };
  const json::value good = readme("good", CrateBuilder("good", "1.0.0").file("README.md", "# Hi"));
  EXPECT_EQ(good, (json::value{{"path", "README.md"}, {"text", "# Hi"}, {"truncated", false}}));
  EXPECT_TRUE(readme("none", CrateBuilder("none", "1.0.0")).is_null());
  const json::value odd = readme("odd", CrateBuilder("odd", "1.0.0").file("README.md", "caf\xE9 \xF0\x9F\xAB\x96"));
  EXPECT_EQ(odd.at("text"), json::value("caf\xEF\xBF\xBD \xF0\x9F\xAB\x96"));
  std::string text(512 * 1024 - 1, 'x');
  text += "\xC3\xA4 and more";  // the letter stands across the limit
  const json::value big = readme("big", CrateBuilder("big", "1.0.0").file("README.md", text));
  EXPECT_EQ(big.at("truncated"), json::value(true));
  EXPECT_EQ(big.at("text"), json::value(std::string(512 * 1024 - 1, 'x')));
}

TEST_F(CrateFiles, ThatCannotBeReadLeaveThePageOfTheirVersionWithoutReadme) {
  const CrateBuilder crate = CrateBuilder("cup", "1.0.0").file("README.md", "# Hi");
  server_.must_publish(owner_, "owner/open", crate);
  ASSERT_TRUE(server_.registry().blobs().remove(sha256(crate.build())).has_value());
  const net::HttpAnswer answer = server_.get("/v1/crates/owner/open/cup/1.0.0/");
  EXPECT_EQ(answer.status, 200) << answer.body;
  const json::value version = json_of(answer);
  EXPECT_TRUE(version.at("readme").is_null());
  EXPECT_EQ(version.at("incomplete"), json::value(true));
  EXPECT_EQ(text_at(version, "version"), "1.0.0");
  EXPECT_GT(version.at("unpacked_size").as_int64(), 0) << "the publish has noted it";

  const auto writer = server_.registry().blobs().create();
  ASSERT_TRUE((*writer)->write(as_bytes(crate.build())).has_value());
  ASSERT_TRUE((*writer)->commit().has_value());
  const json::value again = json_of(server_.get("/v1/crates/owner/open/cup/1.0.0/"));
  EXPECT_EQ(text_at(again.at("readme"), "text"), "# Hi");
  EXPECT_FALSE(again.as_object().contains("incomplete"));
}

TEST_F(CrateFiles, CountAgainstTheirReaderOnlyUntilHeHasRead) {
  CrateBuilder crate("five", "1.0.0");
  for (const char c : {'a', 'b', 'c', 'd', 'e'}) crate.file(std::string(1, c), std::string(5 * 1024 * 1024, c));
  server_.must_publish(owner_, "owner/open", crate);
  for (const char c : {'a', 'b', 'c', 'd', 'e', 'a'}) {
    const net::HttpAnswer answer = server_.get("/v1/crates/owner/open/five/1.0.0/files/" + std::string(1, c));
    EXPECT_EQ(answer.status, 200) << answer.body.substr(0, 200);
    EXPECT_EQ(answer.body.size(), 5U * 1024 * 1024);
  }
}

}  // namespace
}  // namespace entrepot::testing
