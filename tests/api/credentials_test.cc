#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/encoding.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

std::string basic(std::string_view user, std::string_view secret) {
  return "Basic " + encode_base64(as_bytes(std::string(user) + ":" + std::string(secret)));
}

TEST(Credentials, WorkInEveryFormOnEveryReadRoute) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  server.must_publish(server.admin(), "admin/secret", CrateBuilder("serde", "1.0.0"));
  const std::string token = server.make_entitlement(server.admin(), "admin/secret", "ci");
  ASSERT_EQ(
      server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}, {"password", "correct horse"}}).status,
      201);
  server.make_organisation(server.admin(), "acme");
  const std::string key = server.admin().key;

  const std::vector<std::string> forms{
      key,
      "Bearer " + key,
      "Token " + key,
      basic("admin", key),
      basic("ADMIN", key),
      basic("token", key),
      basic(key, ""),
      token,
      "Bearer " + token,
      "token " + token,
      basic("token", token),
      basic(token, ""),
  };
  for (const std::string_view rest : {"/config.json", "/se/rd/serde", "/serde-1.0.0.crate", "/api/v1/crates?q=serde",
                                      "/api/v1/crates/serde/owners"}) {
    for (const std::string access : {"basic", "public"}) {
      for (const std::string& form : forms) {
        EXPECT_EQ(server.get(cargo_path(access, "admin/secret", rest), {form}).status, 200) << rest << " " << access;
      }
      EXPECT_EQ(server.send({.path = cargo_path(access, "admin/secret", rest), .fields = {{"X-Api-Key", key}}}).status,
                200);
      EXPECT_EQ(server.get(cargo_path(access, "admin/secret", rest), {basic("anna", "correct horse")}).status, 404);
    }
    EXPECT_EQ(server.get(cargo_path(token, "admin/secret", rest)).status, 200) << rest;
  }
}

TEST(Credentials, ThatAreWrongInEveryWayAreTheSame) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  for (const std::string& form :
       {basic("admin", "wrong"), basic("nobody", "wrong"), std::string("Basic !!!"), std::string("Bearer"),
        std::string("Digest x"), std::string("ent_short"), std::string(5000, 'x'), basic("token", "wrong-token")}) {
    const net::HttpAnswer answer = server.get(cargo_path("basic", "admin/secret", "/config.json"), {form});
    EXPECT_EQ(answer.status, 404) << form.substr(0, 20);
  }
}

TEST(Credentials, OfAPasswordMayPublish) {
  TestServer server;
  ASSERT_EQ(
      server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}, {"password", "correct horse"}}).status,
      201);
  const Caller anna{basic("anna", "correct horse")};
  ASSERT_EQ(server.post("/v1/repos/anna/", anna, json::object{{"name", "mine"}}).status, 201);
  EXPECT_EQ(server.publish(anna, "anna/mine", CrateBuilder("serde", "1.0.0")).status, 200);
  EXPECT_EQ(server.publish({basic("anna", "incorrect horse")}, "anna/mine", CrateBuilder("serde", "2.0.0")).status,
            404);
}

TEST(Credentials, StopWorkingAtOnceWhenTheirUserIsDisabledOrTheirKeyRevoked) {
  TestServer server;
  const TestUser anna = server.make_user("anna");
  server.make_repository(anna, "anna/secret", "Private");
  const std::string path = cargo_path("basic", "anna/secret", "/config.json");
  ASSERT_EQ(server.get(path, anna).status, 200);
  ASSERT_EQ(server.post("/v1/users/anna/disable/", server.admin(), nullptr).status, 200);
  EXPECT_EQ(server.get(path, anna).status, 404);
  ASSERT_EQ(server.post("/v1/users/anna/enable/", server.admin(), nullptr).status, 200);
  EXPECT_EQ(server.get(path, anna).status, 200);

  const json::value key = json_of(server.post("/v1/keys/", anna, json::object{{"name", "ci"}, {"scope", "read"}}));
  const Caller ci{text_at(key, "key")};
  ASSERT_EQ(server.get(path, ci).status, 200);
  ASSERT_EQ(
      server.send({.method = "DELETE", .path = "/v1/keys/" + text_at(key, "slug_perm") + "/", .caller = anna}).status,
      204);
  EXPECT_EQ(server.get(path, ci).status, 404);
}

TEST(Credentials, ThatAreOldDoNotTurnAnybodyAwayFromWhatIsPublic) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  for (const std::string access : {"public", "basic"}) {
    EXPECT_EQ(server.get(cargo_path(access, "admin/crates", "/config.json"), kStranger).status, 200);
  }
}

TEST(Credentials, AreCountedAsFailedOnlyWhenThereWereAny) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  const auto failures = [&] { return server.registry().numbers().authentication.failures; };
  const std::uint64_t before = failures();
  server.get(cargo_path("basic", "admin/secret", "/config.json"));
  EXPECT_EQ(failures(), before);
  server.get(cargo_path("basic", "admin/secret", "/config.json"), kStranger);
  EXPECT_EQ(failures(), before + 1);
}

TEST(Credentials, InThePathAreTriedAlikeWhetherTheRepositoryExists) {
  TestServer server;
  server.make_repository(server.admin(), "admin/secret", "Private");
  const auto numbers = [&] { return server.registry().numbers().authentication; };
  for (const std::string path : {"admin/secret", "admin/missing", "nobody/secret"}) {
    const auto before = numbers();
    EXPECT_EQ(server.get(cargo_path("wrong-token", path, "/config.json")).status, 404) << path;
    EXPECT_EQ(numbers().misses, before.misses + 1) << path;
    EXPECT_EQ(numbers().failures, before.failures + 1) << path;
  }
}

}  // namespace
}  // namespace entrepot::testing
