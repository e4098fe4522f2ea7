#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

#include "support/browser.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

/// acme has a public and a private repository, hidden only a private one, and empty none.
class PublicBrowsing : public ::testing::Test {
 protected:
  PublicBrowsing() {
    for (const std::string name : {"acme", "hidden", "empty"}) server.make_organisation(owner, name);
    server.make_repository(owner, "acme/open-tools", "Public");
    server.make_repository(owner, "acme/closed", "Private");
    server.make_repository(owner, "hidden/secret", "Private");
    server.make_repository(owner, "owner/mine", "Public");
    const std::string description = R"({"description":"Hammers and Saws"})";
    EXPECT_EQ(
        server.send({.method = "PATCH", .path = "/v1/repos/owner/mine/", .caller = owner, .body = description}).status,
        200);
  }

  static std::string words(const net::HttpAnswer& answer, std::string_view first, std::string_view second = {}) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string text;
    for (const json::value& one : json_of(answer).as_array()) {
      text += (text.empty() ? "" : " ") + text_at(one, first) + (second.empty() ? "" : "/" + text_at(one, second));
    }
    return text;
  }
  std::string repositories(std::string_view rest, const Caller& caller = {}) {
    return words(server.get("/v1/repos/" + std::string(rest), caller), "namespace", "slug");
  }
  std::string namespaces(const Caller& caller = {}) { return words(server.get("/v1/namespaces/", caller), "slug"); }
  /// Status and body but for the request's name, in which one name stands for the other.
  std::string told(const std::string& path, const std::string& name, const Caller& caller) {
    const net::HttpAnswer answer = server.get(path, caller);
    json::value value = json_of(answer);
    EXPECT_EQ(answer.status, 404) << path << answer.body;
    if (value.is_object()) value.as_object().erase("request_id");
    std::string text = json::serialize(value);
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
      text.replace(at, name.size(), "NAME");
    }
    return text;
  }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser stranger = server.make_user("stranger");
};

TEST_F(PublicBrowsing, ShowsNobodyPublicRepositoriesOnly) {
  EXPECT_EQ(repositories(""), "acme/open-tools owner/mine");
  EXPECT_EQ(repositories("acme/"), "acme/open-tools");
  EXPECT_EQ(repositories("ACME/"), "acme/open-tools");
  EXPECT_EQ(server.get("/v1/repos/").field("x-pagination-count"), "2");
  EXPECT_EQ(server.get("/v1/repos/acme/").field("x-pagination-count"), "1");
  EXPECT_EQ(namespaces(), "acme owner");
  EXPECT_EQ(server.get("/v1/namespaces/acme/").status, 200);
  EXPECT_EQ(repositories("", stranger), "acme/open-tools owner/mine");
  EXPECT_EQ(repositories("", owner), "acme/closed acme/open-tools hidden/secret owner/mine");
  EXPECT_EQ(server.get("/v1/repos/", kStranger).status, 401) << "wrong credentials are told at once";
}

TEST_F(PublicBrowsing, HintsAtNothingElse) {
  for (const Caller& caller : {kNobody, Caller(stranger)}) {
    for (const std::string path : {"/v1/repos/", "/v1/namespaces/"}) {
      const std::string missing = told(path + "nothing-here/", "nothing-here", caller);
      for (const std::string name : {"hidden", "empty"}) {
        EXPECT_EQ(told(path + name + "/", name, caller), missing) << path << name;
      }
    }
  }
  EXPECT_EQ(told("/v1/repos/stranger/", "stranger", kNobody), told("/v1/repos/no-one/", "no-one", kNobody));
  EXPECT_EQ(repositories("stranger/", stranger), "") << "one's own namespace is there without a repository";
  EXPECT_EQ(repositories("empty/", owner), "");
  EXPECT_EQ(repositories("empty/", server.admin()), "");
  EXPECT_EQ(server.get("/v1/repos/acme/closed/").status, 401);
  EXPECT_EQ(server.get("/v1/repos/acme/no-such/").status, 401) << "the same";
}

TEST_F(PublicBrowsing, EndsWhenTheLastPublicRepositoryDoes) {
  const std::string body = R"({"repository_type_str":"Private"})";
  ASSERT_EQ(
      server.send({.method = "PATCH", .path = "/v1/repos/acme/open-tools/", .caller = owner, .body = body}).status,
      200);
  EXPECT_EQ(server.get("/v1/repos/acme/").status, 404);
  EXPECT_EQ(namespaces(), "owner");
  ASSERT_EQ(server.send({.method = "DELETE", .path = "/v1/repos/owner/mine/", .caller = owner}).status, 200);
  EXPECT_EQ(repositories(""), "");
  EXPECT_EQ(namespaces(), "");
}

TEST_F(PublicBrowsing, ShowsWhatOneWasGivenToo) {
  const std::string body = R"({"privileges":[{"privilege":"Read","user":"stranger"}]})";
  ASSERT_EQ(
      server.send({.method = "PUT", .path = "/v1/repos/owner/mine/privileges", .caller = owner, .body = body}).status,
      204);
  server.add_member(owner, "hidden", stranger, "Member");
  EXPECT_EQ(repositories("hidden/", stranger), "hidden/secret");
  EXPECT_EQ(namespaces(stranger), "stranger hidden owner");
}

TEST_F(PublicBrowsing, FindsByNameSlugAndDescriptionWithoutRegardToCase) {
  EXPECT_EQ(repositories("?query=TOOLS"), "acme/open-tools");
  EXPECT_EQ(repositories("?query=hammer"), "owner/mine");
  EXPECT_EQ(repositories("?query=and%20saws"), "owner/mine");
  EXPECT_EQ(repositories("?query=closed"), "");
  EXPECT_EQ(repositories("?query=closed", owner), "acme/closed");
  EXPECT_EQ(repositories("acme/?query=open"), "acme/open-tools");
  EXPECT_EQ(repositories("acme/?query=%25"), "") << "no pattern";
  EXPECT_EQ(repositories("?query="), "acme/open-tools owner/mine");
  EXPECT_EQ(server.get("/v1/repos/?query=o&page_size=1").field("x-pagination-count"), "1")
      << "open-tools, and neither mine nor its description";
}

/// What somebody may do in a repository: the privilege, then the names of the actions.
class RepositoryRights : public PublicBrowsing {
 protected:
  std::string rights(const std::string& repository, const Caller& caller) {
    const net::HttpAnswer answer = server.get("/v1/repos/" + repository + "/", caller);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const json::value value = json_of(answer);
    std::string text = text_at(value, "privilege") + ":";
    for (const auto& action : value.at("actions").as_object()) {
      if (action.value().as_bool()) text += " " + std::string(action.key());
    }
    return text;
  }
  void set(const std::string& repository, const json::object& settings) {
    EXPECT_EQ(server
                  .send({.method = "PATCH",
                         .path = "/v1/repos/" + repository + "/",
                         .caller = owner,
                         .body = json::serialize(settings)})
                  .status,
              200);
  }
  TestUser given(const std::string& name, const std::string& privilege) {
    TestUser user = server.make_user(name);
    server.add_member(owner, "acme", user, "Collaborator");
    const std::string body = R"({"privileges":[{"privilege":")" + privilege + R"(","user":")" + name + "\"}]}";
    EXPECT_EQ(
        server.send({.method = "PATCH", .path = "/v1/repos/acme/closed/privileges", .caller = owner, .body = body})
            .status,
        204);
    return user;
  }
};

const std::string kAll =
    "Admin: publish yank delete copy move tag quarantine resync manage_entitlements view_statistics administer";

TEST_F(RepositoryRights, AreToldToWhoeverAsks) {
  EXPECT_EQ(rights("acme/open-tools", kNobody), "Read: view_statistics");
  EXPECT_EQ(rights("acme/open-tools", stranger), "Read: copy view_statistics");
  EXPECT_EQ(rights("acme/closed", given("reader", "Read")), "Read: copy view_statistics");
  EXPECT_EQ(rights("acme/closed", given("writer", "Write")),
            "Write: publish yank delete copy move tag resync view_statistics");
  EXPECT_EQ(rights("acme/closed", given("boss", "Admin")), kAll);
  EXPECT_EQ(rights("acme/closed", owner), kAll);
  EXPECT_EQ(rights("acme/closed", server.admin()), kAll);
}

TEST_F(RepositoryRights, FollowTheSettings) {
  const TestUser reader = given("reader", "Read");
  const TestUser writer = given("writer", "Write");
  set("acme/closed", {{"copy_packages", "Write"},
                      {"copy_own", false},
                      {"move_packages", "Write"},
                      {"delete_own", false},
                      {"resync_own", false},
                      {"view_statistics", "Write"},
                      {"manage_entitlements_privilege", "Write"}});
  EXPECT_EQ(rights("acme/closed", reader), "Read:");
  EXPECT_EQ(rights("acme/closed", writer), "Write: publish yank copy move tag manage_entitlements view_statistics");
  EXPECT_EQ(rights("acme/closed", owner), kAll);
}

TEST_F(RepositoryRights, AreNoMoreThanTheKeyGives) {
  const TestUser reads = server.make_key(owner, {{"scope", "read"}});
  EXPECT_EQ(rights("acme/closed", reads), "Read: view_statistics");
  EXPECT_EQ(rights("acme/closed", server.make_key(owner, {{"scope", "publish"}})),
            "Write: publish yank delete copy move tag resync view_statistics");
  EXPECT_EQ(rights("acme/open-tools",
                   server.make_key(owner, {{"scope", "admin"}, {"repositories", json::array{"owner/mine"}}})),
            "Read: copy view_statistics");
}

TEST_F(RepositoryRights, AreThoseOfTheUserInASession) {
  ASSERT_EQ(
      server.post("/v1/users/owner/password/", server.admin(), json::object{{"password", "correct horse"}}).status,
      200);
  Browser browser(server);
  ASSERT_EQ(browser.sign_in("owner", "correct horse").status, 200);
  EXPECT_EQ(text_at(json_of(browser.get("/v1/repos/acme/closed/")), "privilege"), "Admin");
  EXPECT_EQ(words(browser.get("/v1/repos/"), "slug"), "closed open-tools secret mine");
  ASSERT_EQ(browser.send("DELETE", "/v1/session/").status, 204);
  EXPECT_EQ(words(browser.get("/v1/repos/"), "slug"), "open-tools mine");
}

}  // namespace
}  // namespace entrepot::testing
