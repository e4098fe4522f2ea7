#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/browser.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Health : public ::testing::Test {
 protected:
  json::value health() {
    const net::HttpAnswer answer = server.get("/v1/health/", server.admin());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer);
  }

  TestServer server;
};

TEST_F(Health, TellsWhatThereIsAndHowTheServerDoes) {
  const TestUser owner = server.make_user("owner");
  server.make_organisation(owner, "acme");
  server.make_repository(owner, "acme/tools", "Private");
  server.make_repository(owner, "acme/gone", "Private");
  server.must_publish(owner, "acme/gone", CrateBuilder("milk", "1.0.0"));
  server.must_publish(owner, "acme/tools", CrateBuilder("tea", "1.0.0"));
  server.must_publish(owner, "acme/tools", CrateBuilder("tea", "1.1.0"));
  EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/repos/acme/gone/", .caller = owner}).status, 200);
  const std::string started = to_rfc3339(server.clock().now());
  server.clock().advance(std::chrono::hours(5));

  const json::value told = health();
  EXPECT_EQ(told.at("version"), json_of(server.get("/v1/status/check/basic/")).at("version"));
  EXPECT_EQ(text_at(told, "started_at"), started);
  EXPECT_EQ(text_at(told, "now"), to_rfc3339(server.clock().now()));
  EXPECT_EQ(json::serialize(told.at("counts")),
            R"({"users":2,"organisations":1,"repositories":1,"crates":1,"versions":2})");
  const json::value storage = told.at("storage");
  EXPECT_EQ(storage.at("crate_bytes"), json_of(server.get("/v1/repos/acme/tools/", owner)).at("size"));
  EXPECT_GT(storage.at("database_bytes").as_int64(), 100'000);
  EXPECT_GT(storage.at("disk_total_bytes").to_number<double>(), storage.at("disk_free_bytes").to_number<double>());
  EXPECT_TRUE(told.at("ready").as_bool());
  const json::value requests = told.at("requests");
  EXPECT_GE(requests.at("open_connections").to_number<std::int64_t>(), 1);
  EXPECT_EQ(requests.at("publishes").to_number<std::int64_t>(), 3);
  EXPECT_GT(requests.at("total").to_number<std::int64_t>(), 8);
}

TEST_F(Health, CountsFailuresSinceTheStart) {
  const auto errors = [&] { return health().at("requests").at("client_errors").to_number<std::int64_t>(); };
  const std::int64_t before = errors();
  server.get("/nowhere");
  server.get("/v1/users/", kStranger);
  EXPECT_EQ(errors(), before + 2);
  EXPECT_EQ(health().at("requests").at("failed_logins").to_number<std::int64_t>(), 1);
}

TEST_F(Health, TellsHowFarEachFollowerIs) {
  server.make_repository(server.admin(), "admin/tools", "Private");
  server.must_publish(server.admin(), "admin/tools", CrateBuilder("tea", "1.0.0"));
  ASSERT_TRUE(server.registry().followers().catch_up().has_value());
  const json::array followers = health().at("followers").as_array();
  EXPECT_GE(followers.size(), 3U);
  for (const json::value& follower : followers) {
    EXPECT_EQ(follower.at("behind").as_int64(), 0) << text_at(follower, "name");
    EXPECT_GT(follower.at("cursor").as_int64(), 0);
    EXPECT_EQ(follower.at("cursor"), follower.at("head"));
    EXPECT_TRUE(follower.at("last_error").is_null());
  }
}

TEST_F(Health, TellsNoPaths) {
  const std::string body = server.get("/v1/health/", server.admin()).body;
  EXPECT_EQ(body.find("/tmp"), std::string::npos);
  EXPECT_EQ(body.find("sqlite"), std::string::npos);
}

TEST_F(Health, IsForServerAdminsOnly) {
  const TestUser user = server.make_user("anna");
  EXPECT_EQ(server.get("/v1/health/", user).status, 403);
  EXPECT_EQ(server.get("/v1/health/").status, 401);
  const TestUser narrow = server.make_key(server.admin(), {{"scope", "read"}});
  EXPECT_EQ(server.get("/v1/health/", narrow).status, 403);
}

TEST_F(Health, OfAccountsIsInTheirList) {
  const TestUser anna = server.make_user("anna");
  const auto of_anna = [&] {
    const json::value list = json_of(server.get("/v1/users/", server.admin()));
    for (const json::value& user : list.as_array()) {
      if (text_at(user, "slug") == "anna") return user;
    }
    return json::value();
  };
  EXPECT_TRUE(of_anna().at("last_sign_in_at").is_null()) << "a key was made for her, but she was never here";
  EXPECT_FALSE(of_anna().at("is_disabled").as_bool());
  EXPECT_EQ(server.post("/v1/users/anna/password/", server.admin(), json::object{{"password", "correct horse"}}).status,
            200);
  server.clock().advance(std::chrono::hours(1));
  EXPECT_EQ(
      server.post("/v1/user/token/", kNobody, json::object{{"email", "anna"}, {"password", "correct horse"}}).status,
      201);
  EXPECT_EQ(text_at(of_anna(), "last_sign_in_at"), to_rfc3339(server.clock().now()));
  server.clock().advance(std::chrono::hours(1));
  Browser browser(server);
  EXPECT_EQ(browser.sign_in("anna", "correct horse").status, 200);
  EXPECT_EQ(text_at(of_anna(), "last_sign_in_at"), to_rfc3339(server.clock().now())) << "on the website";
  EXPECT_EQ(server.post("/v1/users/anna/disable/", server.admin(), json::object{}).status, 200);
  EXPECT_TRUE(of_anna().at("is_disabled").as_bool());
}

TEST_F(Health, OfOrganisationsIsInTheirListWhetherTheAdminIsAMemberOrNot) {
  const TestUser anna = server.make_user("anna");
  server.make_organisation(anna, "acme");
  server.make_organisation(server.admin(), "harbour");
  const auto listed = [&](const std::string& query, const Caller& caller) {
    std::vector<std::string> slugs;
    const json::value list = json_of(server.get("/v1/orgs/" + query, caller));
    for (const json::value& one : list.as_array()) slugs.push_back(text_at(one, "slug"));
    return slugs;
  };
  using Slugs = std::vector<std::string>;
  EXPECT_EQ(listed("?all=true", server.admin()), (Slugs{"acme", "harbour"}));
  EXPECT_EQ(listed("", server.admin()), (Slugs{"acme", "harbour"}));
  EXPECT_EQ(listed("?all=false", server.admin()), Slugs{"harbour"});
  EXPECT_EQ(listed("?all=true", anna), Slugs{"acme"}) << "what one may not see is not shown";
}

}  // namespace
}  // namespace entrepot::testing
