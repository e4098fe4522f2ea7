#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Yank : public ::testing::Test {
 protected:
  Yank() {
    server_.make_repository(server_.admin(), "admin/crates", "Public");
    server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0+b.1"));
    server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.1.0"));
  }
  net::HttpAnswer ask(std::string method, std::string_view rest, const Caller& caller) {
    return server_.send({.method = std::move(method),
                         .path = cargo_path("basic", "admin/crates", std::string("/api/v1/crates/").append(rest)),
                         .caller = caller});
  }
  std::vector<bool> yanked() {
    std::vector<bool> flags;
    const std::string body = server_.get(cargo_path("public", "admin/crates", "/se/rd/serde")).body;
    for (std::size_t start = 0; start < body.size(); start = body.find('\n', start) + 1) {
      flags.push_back(json::parse(body.substr(start, body.find('\n', start) - start)).at("yanked").as_bool());
    }
    return flags;
  }

  TestServer server_;
};

TEST_F(Yank, RewritesTheLineInItsPlaceAndBack) {
  ASSERT_EQ(yanked(), (std::vector<bool>{false, false}));
  const net::HttpAnswer answer = ask("DELETE", "serde/1.0.0+b.1/yank", server_.admin());
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer), json::parse(R"({"ok":true})"));
  EXPECT_EQ(yanked(), (std::vector<bool>{true, false}));
  EXPECT_EQ(ask("DELETE", "serde/1.0.0+b.1/yank", server_.admin()).status, 200);
  const net::HttpAnswer back = ask("PUT", "serde/1.0.0+b.1/unyank", server_.admin());
  EXPECT_EQ(json_of(back), json::parse(R"({"ok":true})"));
  EXPECT_EQ(yanked(), (std::vector<bool>{false, false}));
}

TEST_F(Yank, ChangesTheValidator) {
  const auto etag = [&] {
    return std::string(server_.get(cargo_path("public", "admin/crates", "/se/rd/serde")).field("etag"));
  };
  const std::string before = etag();
  ASSERT_EQ(ask("DELETE", "serde/1.1.0/yank", server_.admin()).status, 200);
  EXPECT_NE(etag(), before);
}

TEST_F(Yank, TellsWhatIsMissing) {
  for (const std::string_view path : {"serde/9.9.9/yank", "nothing/1.0.0/yank", "serde/not-a-version/yank"}) {
    const net::HttpAnswer answer = ask("DELETE", path, server_.admin());
    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << path << ": " << answer.status;
    EXPECT_FALSE(cargo_error(answer).empty()) << path;
  }
}

TEST_F(Yank, IsForOwnersWithAKeyThatMayPublish) {
  const TestUser stranger = server_.make_user("stranger");
  EXPECT_EQ(ask("DELETE", "serde/1.1.0/yank", kNobody).status, 401);
  EXPECT_EQ(ask("DELETE", "serde/1.1.0/yank", kStranger).status, 401);
  EXPECT_EQ(ask("DELETE", "serde/1.1.0/yank", stranger).status, 403);
  const TestUser reader = server_.make_key(server_.admin(), {{"scope", "read"}});
  EXPECT_EQ(ask("DELETE", "serde/1.1.0/yank", reader).status, 403);
  EXPECT_EQ(yanked(), (std::vector<bool>{false, false}));
}

}  // namespace
}  // namespace entrepot::testing
