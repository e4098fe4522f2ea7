#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "support/browser.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

const std::string kPassword = "correct horse";

bool is_first_run(const TestServer& server) {
  return json_of(server.get("/v1/session/")).at("is_first_run").as_bool();
}

TEST(FirstRun, SetsThePasswordOfTheAdminWhoseKeyItIsAndSignsIn) {
  TestServer server;
  ASSERT_TRUE(is_first_run(server));
  Browser browser(server);
  const net::HttpAnswer answer = browser.finish_first_run(server.admin().key, kPassword);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text_at(json_of(answer).at("user"), "slug"), "admin");
  EXPECT_EQ(browser.user(), "admin");
  EXPECT_EQ(browser.send("POST", "/v1/repos/admin/", R"({"name":"crates"})").status, 201);
  EXPECT_FALSE(is_first_run(server));
  EXPECT_EQ(Browser(server).sign_in("admin", kPassword).status, 200);
  EXPECT_EQ(server.get("/v1/user/self/", server.admin()).status, 200) << "the key stays good";
}

TEST(FirstRun, IsOnlyOnce) {
  TestServer server;
  ASSERT_EQ(Browser(server).finish_first_run(server.admin().key, kPassword).status, 200);
  EXPECT_EQ(Browser(server).finish_first_run(server.admin().key, "another one").status, 409);
  EXPECT_EQ(Browser(server).finish_first_run("wrong", "another one").status, 409) << "whatever the key";
  EXPECT_EQ(Browser(server).sign_in("admin", "another one").status, 401);
  server.restart();
  EXPECT_EQ(Browser(server).finish_first_run(server.admin().key, "another one").status, 409);
}

TEST(FirstRun, IsOverWhenAnAdminHasAPasswordAndNotWhenOthersHave) {
  TestServer server;
  ASSERT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}, {"password", kPassword}}).status,
            201);
  EXPECT_TRUE(is_first_run(server)) << "nobody who could help the admin can sign in";
  ASSERT_EQ(Browser(server).finish_first_run(server.admin().key, kPassword).status, 200);
  EXPECT_FALSE(is_first_run(server));
  EXPECT_EQ(Browser(server).finish_first_run(server.admin().key, "another one").status, 409);
}

TEST(FirstRun, TakesNoOtherKey) {
  TestServer server;
  const TestUser anna = server.make_user("anna");
  const TestUser narrow = server.make_key(server.admin(), {{"scope", "publish"}});
  server.make_repository(server.admin(), "admin/crates", "Private");
  const std::string token = server.make_entitlement(server.admin(), "admin/crates", "ci");
  for (const std::string& key : {std::string("wrong"), anna.key, narrow.key, token,
                                 std::string("ent_0000000000000000000000000000000000000000")}) {
    EXPECT_EQ(Browser(server).finish_first_run(key, kPassword).status, 401) << key;
  }
  EXPECT_EQ(Browser(server).finish_first_run("", kPassword).status, 422);
  EXPECT_EQ(Browser(server).finish_first_run(server.admin().key, "short").status, 422);
  EXPECT_EQ(Browser(server).finish_first_run(std::string(2000, 'x'), kPassword).status, 422);
  EXPECT_TRUE(is_first_run(server));
}

}  // namespace
}  // namespace entrepot::testing
