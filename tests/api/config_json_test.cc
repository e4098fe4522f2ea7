#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

TEST(ConfigJson, EchoesTheAccessSegmentAndTheCanonicalSpelling) {
  TestServer server;
  server.make_repository(server.admin(), "admin/Crates", "Public");
  for (const std::string access : {"public", "basic"}) {
    const net::HttpAnswer answer = server.get(cargo_path(access, "ADMIN/crates", "/config.json"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const std::string root = server.url() + "/" + access + "/admin/Crates/cargo";
    EXPECT_EQ(json_of(answer), json::value(json::object{{"dl", root + "/{crate}-{version}.crate"}, {"api", root}}));
    EXPECT_EQ(answer.field("content-type"), "application/json");
    EXPECT_FALSE(answer.field("etag").empty());
  }
}

TEST(ConfigJson, AsksForAHeaderOnlyWhereReadsNeedOne) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  const std::string token = server.make_entitlement(server.admin(), "admin/secret", "ci");

  const json::value basic = json_of(server.get(cargo_path("basic", "admin/secret", "/config.json"), server.admin()));
  EXPECT_EQ(basic.at("auth-required"), json::value(true));

  const json::value by_token = json_of(server.get(cargo_path(token, "admin/secret", "/config.json")));
  EXPECT_FALSE(by_token.as_object().contains("auth-required"));
  EXPECT_EQ(text_at(by_token, "dl"), server.url() + "/" + token + "/admin/secret/cargo/{crate}-{version}.crate");
}

TEST(ConfigJson, UsesThePublicUrlWithItsBasePathAndNeverTheHostField) {
  TestServer server({.base_path = "/registry"});
  server.make_repository(server.admin(), "admin/crates", "Public");
  const net::HttpAnswer answer =
      server.send({.path = cargo_path("public", "admin/crates", "/config.json"), .fields = {{"Host", "evil.example"}}});
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(text_at(json_of(answer), "api"), server.url() + "/public/admin/crates/cargo");
  EXPECT_TRUE(server.url().ends_with("/registry"));
}

/// What two answers that must not differ are compared by.
std::string body_without_id(const net::HttpAnswer& answer) {
  std::string body = answer.body;
  const std::string id(answer.field("x-request-id"));
  const std::size_t at = body.find(id);
  return at == std::string::npos ? "no request id in " + body : body.erase(at, id.size());
}

TEST(ConfigJson, ChallengesAlikeWhetherTheRepositoryExistsOrNot) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  for (const std::string access : {"public", "basic"}) {
    for (const std::string repository : {"admin/secret", "admin/nothing"}) {
      const net::HttpAnswer answer = server.get(cargo_path(access, repository, "/config.json"));
      EXPECT_EQ(answer.status, 401);
      std::vector<std::string> challenges;
      for (const auto& [name, value] : answer.fields) {
        if (name == "www-authenticate") challenges.push_back(value);
      }
      const std::string login = server.url() + cargo_path(access, repository, "/me");
      EXPECT_EQ(challenges,
                (std::vector<std::string>{"Cargo login_url=\"" + login + "\"", "Basic realm=\"Entrepot\""}));
      EXPECT_FALSE(cargo_error(answer).empty());
      EXPECT_EQ(server.get(cargo_path(access, repository, "/config.json"), kStranger).status, 404);
    }
    for (const Caller& caller : {Caller{}, kStranger}) {
      EXPECT_EQ(body_without_id(server.get(cargo_path(access, "admin/secret", "/config.json"), caller)),
                body_without_id(server.get(cargo_path(access, "admin/nothing", "/config.json"), caller)));
    }
  }
  EXPECT_EQ(server.get(cargo_path("unknown-token-1", "admin/secret", "/config.json")).status, 404);
  EXPECT_EQ(server.get(cargo_path("unknown-token-1", "admin/nothing", "/config.json")).status, 404);
  EXPECT_EQ(server.get(cargo_path("x", "admin/secret", "/config.json")).status, 404);
}

TEST(ConfigJson, NeverPutsWhatAClientWroteUnescapedIntoAChallenge) {
  TestServer server;
  const net::HttpAnswer answer = server.get("/basic/%22%20x=%22/%22,Set-Cookie:a/cargo/config.json");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.field("www-authenticate").find("\" x"), std::string_view::npos);
  const net::HttpAnswer split = server.get("/basic/a/%0d%0aSet-Cookie:a/cargo/config.json");
  EXPECT_EQ(split.status, 404);
  EXPECT_TRUE(split.field("set-cookie").empty());
}

TEST(LoginPage, IsForPeopleAndTellsNothing) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  const net::HttpAnswer there = server.get(cargo_path("basic", "admin/secret", "/me"));
  EXPECT_EQ(there.status, 200);
  EXPECT_EQ(there.field("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(there.body.find("cargo login --registry admin-secret"), std::string::npos);
  EXPECT_NE(there.body.find("sparse+" + server.url() + "/basic/admin/secret/cargo/"), std::string::npos);
  EXPECT_EQ(server.get(cargo_path("basic", "admin/nothing", "/me")).status, 200);

  const net::HttpAnswer hostile = server.get("/s3cr3t-token-1/admin/%3Cscript%3E/cargo/me");
  EXPECT_EQ(hostile.body.find("<script>"), std::string::npos);
  EXPECT_EQ(hostile.body.find("s3cr3t-token-1"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::testing
