#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/encoding.h"
#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

TEST(Self, IsWhoTheKeyBelongsTo) {
  TestServer server;
  const net::HttpAnswer answer = server.get("/v1/user/self/", server.admin());
  ASSERT_EQ(answer.status, 200);
  expect_golden("v1_user_self.json", without_chance(json_of(answer), server.url()));
  EXPECT_EQ(server.get("/v1/user/self", server.admin()).status, 200);
  EXPECT_EQ(text_at(json_of(server.get("/v1/user/self/")), "detail"), "Authentication credentials were not provided.");
  EXPECT_EQ(text_at(json_of(server.get("/v1/user/self/", kStranger)), "detail"), "Invalid token.");
}

TEST(Users, AreMadeByServerAdminsAndSeenByThem) {
  TestServer server;
  const net::HttpAnswer made =
      server.post("/v1/users/", server.admin(), json::object{{"slug", "Anna"}, {"email", "anna@example.org"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_user_created.json", without_chance(json_of(made), server.url()));
  EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}}).status, 409);
  EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "a"}}).status, 422);
  EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "bob"}, {"password", "short"}}).status,
            422);
  EXPECT_EQ(json_of(server.get("/v1/users/", server.admin())).as_array().size(), 2U);
}

Caller by_password(const std::string& name, const std::string& password) {
  return {"Basic " + encode_base64(as_bytes(name + ":" + password))};
}

TEST(Users, ChangeTheirPasswordWithThePresentOne) {
  TestServer server;
  ASSERT_EQ(
      server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}, {"password", "correct horse"}}).status,
      201);
  const Caller before = by_password("anna", "correct horse");
  const Caller after = by_password("anna", "better battery");
  const TestUser key = {
      "anna",
      text_at(json_of(server.post("/v1/keys/", before, json::object{{"name", "k"}, {"scope", "admin"}})), "key")};
  const auto change = [&](const Caller& caller, const json::object& body) {
    return server.post("/v1/users/Anna/password/", caller, body);
  };
  EXPECT_EQ(change(key, {{"password", "better battery"}}).status, 422) << "the present one is missing";
  EXPECT_EQ(change(key, {{"password", "better battery"}, {"current_password", "wrong horse"}}).status, 422);
  EXPECT_EQ(change(key, {{"password", "better battery"}, {"current_password", key.key}}).status, 422);
  EXPECT_EQ(change(key, {{"password", "short"}, {"current_password", "correct horse"}}).status, 422);
  EXPECT_EQ(change(key, json::object{}).status, 422);
  const TestUser narrow = server.make_key(key, {{"scope", "publish"}});
  EXPECT_EQ(change(narrow, {{"password", "better battery"}, {"current_password", "correct horse"}}).status, 403);
  ASSERT_EQ(server.get("/v1/user/self/", before).status, 200);

  const net::HttpAnswer changed =
      change(before, {{"password", "better battery"}, {"current_password", "correct horse"}});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(server.get("/v1/user/self/", before).status, 401) << "it was remembered a moment ago";
  EXPECT_EQ(server.get("/v1/user/self/", after).status, 200);
  EXPECT_EQ(server.get("/v1/user/self/", key).status, 200) << "keys stay";
}

TEST(Users, GetAPasswordFromAServerAdminAndFromNobodyElse) {
  TestServer server;
  const TestUser anna = server.make_user("anna");
  const TestUser bert = server.make_user("bert");
  const json::object body{{"password", "correct horse"}};
  EXPECT_EQ(server.post("/v1/users/anna/password/", bert, body).status, 404);
  EXPECT_EQ(server.post("/v1/users/nobody/password/", bert, body).status, 404);
  EXPECT_EQ(server.post("/v1/users/anna/password/", anna, body).status, 200) << "there is no present one yet";
  EXPECT_EQ(server.post("/v1/users/anna/password/", server.admin(), json::object{{"password", "set by admin"}}).status,
            200);
  EXPECT_EQ(server.get("/v1/user/self/", by_password("anna", "correct horse")).status, 401);
  EXPECT_EQ(server.get("/v1/user/self/", by_password("anna", "set by admin")).status, 200);
}

TEST(Users, CannotDisableThemselves) {
  TestServer server;
  const net::HttpAnswer answer = server.post("/v1/users/admin/disable/", server.admin(), nullptr);
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
  EXPECT_EQ(server.get("/v1/user/self/", server.admin()).status, 200);
}

TEST(Organisations, HaveMembersWithRoles) {
  TestServer server;
  const TestUser anna = server.make_user("anna");
  const net::HttpAnswer made =
      server.post("/v1/orgs/", server.admin(), json::object{{"slug", "acme"}, {"name", "ACME"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_organisation_created.json", without_chance(json_of(made), server.url()));

  const net::HttpAnswer added =
      server.post("/v1/orgs/acme/members/", server.admin(), json::object{{"user", "anna"}, {"role", "Member"}});
  ASSERT_EQ(added.status, 201) << added.body;
  expect_golden("v1_member_added.json", without_chance(json_of(added), server.url()));

  server.make_repository(server.admin(), "acme/crates", "Private");
  EXPECT_EQ(server.get(cargo_path("basic", "acme/crates", "/config.json"), anna).status, 200);
  EXPECT_EQ(server.publish(anna, "acme/crates", CrateBuilder("serde", "1.0.0")).status, 403);
  const auto change = [&](std::string method, std::string body) {
    return server.send({.method = std::move(method),
                        .path = "/v1/orgs/acme/members/anna/",
                        .caller = server.admin(),
                        .body = std::move(body)});
  };
  EXPECT_EQ(change("PATCH", R"({"role":"Manager"})").status, 200);
  EXPECT_EQ(server.publish(anna, "acme/crates", CrateBuilder("serde", "1.0.0")).status, 200);
  EXPECT_EQ(change("PATCH", R"({"role":"King"})").status, 422);
  EXPECT_EQ(change("DELETE", "").status, 204);
  EXPECT_EQ(server.get(cargo_path("basic", "acme/crates", "/config.json"), anna).status, 404);
}

/// The status and the sentence, with the name that was asked for taken out.
std::string told(const net::HttpAnswer& answer, const std::string& name) {
  std::string detail = text_at(json_of(answer), "detail");
  if (const auto at = detail.find(name); at != std::string::npos) detail.replace(at, name.size(), "NAME");
  return std::to_string(answer.status) + " " + detail;
}

TEST(Strangers, CannotTellWhetherAnOrganisationOrAUserExists) {
  TestServer server;
  server.make_organisation(server.admin(), "acme");
  server.make_user("bob");
  const TestUser eve = server.make_user("eve");
  const auto members = [&](const std::string& name) {
    return told(server.get("/v1/orgs/" + name + "/members/", eve), name);
  };
  const auto add = [&](const std::string& name) {
    return told(server.post("/v1/orgs/" + name + "/members/", eve, json::object{{"user", "eve"}}), name);
  };
  const auto make_key = [&](const std::string& name) {
    return told(server.post("/v1/keys/", eve, json::object{{"name", "k"}, {"user", name}}), name);
  };
  const auto list_keys = [&](const std::string& name) { return told(server.get("/v1/keys/?user=" + name, eve), name); };
  const auto make_repository = [&](const std::string& name) {
    return told(server.post("/v1/repos/" + name + "/", eve, json::object{{"name", "tools"}}), name);
  };
  EXPECT_EQ(members("acme"), members("nope"));
  EXPECT_EQ(members("bob"), members("nope"));
  EXPECT_EQ(add("acme"), add("nope"));
  EXPECT_EQ(make_key("bob"), make_key("nope"));
  EXPECT_EQ(list_keys("bob"), list_keys("nope"));
  EXPECT_EQ(make_repository("acme"), make_repository("nope"));
  EXPECT_EQ(server.post("/v1/keys/", eve, json::object{{"name", "k"}, {"user", "EVE"}}).status, 201);
}

TEST(Names, BeginSoThatACommandLineTakesThem) {
  TestServer server;
  for (const std::string name : {"-x", "_x"}) {
    EXPECT_EQ(server.post("/v1/orgs/", server.admin(), json::object{{"slug", name}}).status, 422) << name;
    EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", name}}).status, 422) << name;
  }
  EXPECT_EQ(server.post("/v1/orgs/", server.admin(), json::object{{"slug", "7x"}}).status, 201);
  EXPECT_EQ(server.post("/v1/keys/", server.admin(), json::object{{"name", "-k"}}).status, 422);
}

TEST(Keys, OfTooSmallAScopeAreNamedWhenTheirUserMayMakeRepositories) {
  TestServer server;
  const TestUser bob = server.make_user("bob");
  const TestUser narrow = server.make_key(bob, {{"scope", "publish"}});
  const net::HttpAnswer refused = server.post("/v1/repos/bob/", narrow, json::object{{"name", "tools"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(text_at(json_of(refused), "detail").find("this API key, whose scope is publish"), std::string::npos)
      << refused.body;
}

TEST(Organisations, KeepTheirLastOwner) {
  TestServer server;
  server.make_organisation(server.admin(), "acme");
  const net::HttpAnswer answer =
      server.send({.method = "DELETE", .path = "/v1/orgs/acme/members/admin/", .caller = server.admin()});
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
  EXPECT_EQ(json_of(server.get("/v1/orgs/acme/members/", server.admin())).as_array().size(), 1U);
}

TEST(Keys, AreShownOnceAndNeverWiderThanTheirMaker) {
  TestServer server;
  const net::HttpAnswer made = server.post("/v1/keys/", server.admin(),
                                           json::object{{"name", "ci"},
                                                        {"scope", "publish"},
                                                        {"crates", json::array{"serde*"}},
                                                        {"expires_at", "2027-01-31T12:00:00Z"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_key_created.json", without_chance(json_of(made), server.url()));
  const std::string secret = text_at(json_of(made), "key");
  EXPECT_TRUE(secret.starts_with("ent_"));
  EXPECT_EQ(server.get("/v1/keys/", server.admin()).body.find(secret), std::string::npos);

  const TestUser publisher{"admin", secret};
  EXPECT_EQ(server.post("/v1/keys/", publisher, json::object{{"name", "wider"}, {"scope", "admin"}}).status, 403);
  const TestUser anna = server.make_user("anna");
  EXPECT_EQ(server.post("/v1/keys/", anna, json::object{{"name", "foreign"}, {"user", "admin"}}).status, 403);
}

TEST(Keys, RefuseWhatIsMalformed) {
  TestServer server;
  for (const json::object& body : {json::object{}, json::object{{"name", "x"}, {"scope", "root"}},
                                   json::object{{"name", "x"}, {"expires_at", "tomorrow"}},
                                   json::object{{"name", "x"}, {"repositories", "admin/x"}},
                                   json::object{{"name", "x"}, {"crates", json::array{1}}}}) {
    EXPECT_EQ(server.post("/v1/keys/", server.admin(), body).status, 422) << json::serialize(body);
  }
  EXPECT_EQ(server.send({.method = "POST", .path = "/v1/keys/", .caller = server.admin(), .body = "{"}).status, 400);
}

TEST(Keys, StopAtTheirEnd) {
  TestServer server;
  const TestUser key = server.make_key(server.admin(), {{"scope", "read"}, {"expires_at", "2026-11-22T13:00:00Z"}});
  EXPECT_EQ(server.get("/v1/user/self/", key).status, 200);
  server.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(server.get("/v1/user/self/", key).status, 401);
}

}  // namespace
}  // namespace entrepot::testing
