#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Entitlements : public ::testing::Test {
 protected:
  Entitlements() { server_.make_repository(server_.admin(), "admin/secret", "Private"); }
  json::array list(std::string_view query = "") {
    return json_of(server_.get("/v1/entitlements/admin/secret/" + std::string(query), server_.admin())).as_array();
  }
  net::HttpAnswer create(const json::object& body) {
    return server_.post("/v1/entitlements/admin/secret/", server_.admin(), body);
  }
  net::HttpAnswer change(std::string_view identifier, std::string_view verb) {
    return server_.send({.method = verb == "delete" ? "DELETE" : "POST",
                         .path = "/v1/entitlements/admin/secret/" + std::string(identifier) + "/" +
                                 (verb == "delete" ? "" : std::string(verb) + "/"),
                         .caller = server_.admin()});
  }
  int reads(std::string_view token) { return server_.get(cargo_path(token, "admin/secret", "/config.json")).status; }

  TestServer server_;
};

TEST_F(Entitlements, LookAsTheManagementApiSays) {
  const net::HttpAnswer made = create({{"name", "ci"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_entitlement_created.json", without_chance(json_of(made), server_.url()));
  EXPECT_EQ(made.field("cache-control"), "no-store");
}

TEST_F(Entitlements, BeginWithADefaultOneThatCannotBeDeleted) {
  const json::array before = list();
  ASSERT_EQ(before.size(), 1U);
  EXPECT_EQ(text_at(before[0], "name"), "Default");
  EXPECT_EQ(before[0].at("default"), json::value(true));
  const net::HttpAnswer answer = change(text_at(before[0], "slug_perm"), "delete");
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
  EXPECT_EQ(list().size(), 1U);
}

TEST_F(Entitlements, HideTheirTokensUnlessAskedToShowThem) {
  const std::string token = text_at(json_of(create({{"name", "ci"}})), "token");
  EXPECT_GE(token.size(), 16U);
  for (const json::value& one : list()) EXPECT_TRUE(text_at(one, "token").starts_with("****"));
  EXPECT_EQ(text_at(list("?show_tokens=true")[1], "token"), token);
}

TEST_F(Entitlements, TakeATokenOfOnesOwn) {
  EXPECT_EQ(text_at(json_of(create({{"name", "ours"}, {"token", "our-own-token"}})), "token"), "our-own-token");
  EXPECT_EQ(reads("our-own-token"), 200);
  for (const std::string_view token : {"short", ".starts-badly", "has space in it", "has/slash/in/it"}) {
    EXPECT_EQ(create({{"name", "other"}, {"token", token}}).status, 422) << token;
  }
  EXPECT_EQ(create({{"name", "ours"}}).status, 409);
  EXPECT_EQ(create(json::object{}).status, 422);
}

TEST_F(Entitlements, RefuseLimitsThatWouldNotHold) {
  EXPECT_EQ(create({{"name", "plain"}, {"limit_num_downloads", nullptr}, {"limit_bandwidth_unit", "Byte"}}).status,
            201);
  const net::HttpAnswer refused = create({{"name", "ends"}, {"limit_path_query", "x"}, {"eula_required", true}});
  EXPECT_EQ(refused.status, 422) << refused.body;
  for (const std::string_view field : {"limit_path_query", "eula_required"}) {
    EXPECT_TRUE(json_of(refused).at("fields").as_object().contains(field)) << field;
  }
  EXPECT_EQ(list().size(), 2U);
}

TEST_F(Entitlements, StopWorkingAtOnceWhenRefreshedDisabledOrDeleted) {
  const json::value made = json_of(create({{"name", "ci"}}));
  const std::string id = text_at(made, "slug_perm");
  const std::string first = text_at(made, "token");
  ASSERT_EQ(reads(first), 200);

  const net::HttpAnswer refreshed = change(id, "refresh");
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  const std::string second = text_at(json_of(refreshed), "token");
  EXPECT_NE(second, first);
  EXPECT_EQ(reads(first), 404);
  EXPECT_EQ(reads(second), 200);

  EXPECT_EQ(change(id, "disable").status, 204);
  EXPECT_EQ(reads(second), 404);
  EXPECT_EQ(change(id, "enable").status, 204);
  EXPECT_EQ(reads(second), 200);
  EXPECT_EQ(change(id, "delete").status, 204);
  EXPECT_EQ(reads(second), 404);
  EXPECT_EQ(change(id, "refresh").status, 404);
}

TEST_F(Entitlements, AreRefreshedToATokenOfOnesOwn) {
  const std::string id = text_at(json_of(create({{"name", "ci"}, {"token", "our-first-token"}})), "slug_perm");
  const auto refresh = [&](const json::object& body) {
    return server_.post("/v1/entitlements/admin/secret/" + id + "/refresh/", server_.admin(), body);
  };
  // Known as a token of another repository already, when this one gets it too.
  server_.make_repository(server_.admin(), "admin/other", "Private");
  ASSERT_EQ(server_
                .post("/v1/entitlements/admin/other/", server_.admin(),
                      json::object{{"name", "shared"}, {"token", "our-second-token"}})
                .status,
            201);
  const auto by_header = [&] {
    return server_.get(cargo_path("basic", "admin/secret", "/config.json"), {"our-second-token"}).status;
  };
  EXPECT_EQ(by_header(), 404);
  const net::HttpAnswer refreshed = refresh({{"token", "our-second-token"}});
  EXPECT_EQ(refreshed.status, 200) << refreshed.body;
  EXPECT_EQ(text_at(json_of(refreshed), "token"), "our-second-token");
  EXPECT_EQ(by_header(), 200);
  EXPECT_EQ(reads("our-second-token"), 200);
  EXPECT_EQ(reads("our-first-token"), 404);
  EXPECT_EQ(refresh({{"token", "short"}}).status, 422);
  EXPECT_EQ(refresh({{"token", "our-second-token"}}).status, 409);
  EXPECT_EQ(refresh({{"token", 5}}).status, 422);
  EXPECT_EQ(refresh({{"limit_num_clients", -5}}).status, 422);
  EXPECT_EQ(reads("our-second-token"), 200);
}

TEST_F(Entitlements, MayShareATokenAcrossRepositories) {
  server_.make_repository(server_.admin(), "admin/other", "Private");
  for (const std::string_view repository : {"secret", "other"}) {
    ASSERT_EQ(server_
                  .post("/v1/entitlements/admin/" + std::string(repository) + "/", server_.admin(),
                        json::object{{"name", "shared"}, {"token", "shared-token-1"}})
                  .status,
              201);
  }
  EXPECT_EQ(reads("shared-token-1"), 200);
  EXPECT_EQ(server_.get(cargo_path("shared-token-1", "admin/other", "/config.json")).status, 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/other", "/config.json"), {"shared-token-1"}).status, 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/secret", "/config.json"), {"shared-token-1"}).status, 200);
}

}  // namespace
}  // namespace entrepot::testing
