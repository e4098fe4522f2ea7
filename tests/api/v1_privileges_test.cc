#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

/// An organisation of `owner` with the private repository acme/tools, in which a membership gives nothing.
class Privileges : public ::testing::Test {
 protected:
  Privileges() {
    server.make_organisation(owner, "acme");
    server.make_repository(owner, "acme/tools", "Private");
    patch("/v1/repos/acme/tools/", {{"default_privilege", "None"}});
    server.add_member(owner, "acme", anna, "Collaborator");
    server.add_member(owner, "acme", bob, "Member");
    server.must_publish(owner, "acme/tools", CrateBuilder("serde", "1.0.0"));
  }

  net::HttpAnswer patch(const std::string& path, const json::object& body) {
    return server.send({.method = "PATCH", .path = path, .caller = owner, .body = json::serialize(body)});
  }
  net::HttpAnswer change(const std::string& method, const std::string& body, const Caller& caller) {
    return server.send({.method = method, .path = "/v1/repos/acme/tools/privileges", .caller = caller, .body = body});
  }
  void give(const TestUser& user, const std::string& privilege) {
    const net::HttpAnswer given =
        change("PATCH", R"({"privileges":[{"privilege":")" + privilege + R"(","user":")" + user.name + "\"}]}", owner);
    EXPECT_EQ(given.status, 204) << given.body;
  }
  int reads(const Caller& caller) { return server.get("/v1/repos/acme/tools/", caller).status; }
  int publishes(const Caller& caller) {
    return server.publish(caller, "acme/tools", CrateBuilder("crate-" + std::to_string(++made), "1.0.0")).status;
  }
  int administers(const Caller& caller) { return server.get("/v1/entitlements/acme/tools/", caller).status; }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser anna = server.make_user("anna");
  TestUser bob = server.make_user("bob");
  int made = 0;
};

TEST_F(Privileges, AreListedReplacedAndAddedTo) {
  EXPECT_EQ(
      change("PUT", R"({"privileges":[{"privilege":"Write","user":"Bob"},{"privilege":"Read","user":"anna"}]})", owner)
          .status,
      204);
  const net::HttpAnswer listed = server.get("/v1/repos/acme/tools/privileges", owner);
  ASSERT_EQ(listed.status, 200);
  EXPECT_EQ(listed.field("x-pagination-count"), "2");
  expect_golden("v1_privileges.json", json_of(listed));
  give(anna, "Admin");
  EXPECT_EQ(server.get("/v1/repos/acme/tools/privileges/?page_size=1", owner).body,
            R"({"privileges":[{"privilege":"Admin","user":"anna"}]})");
  EXPECT_EQ(reads(bob), 200) << "who was not named keeps what they have";
  EXPECT_EQ(change("PUT", R"({"privileges":[]})", owner).status, 204);
  EXPECT_EQ(server.get("/v1/repos/acme/tools/privileges", owner).body, R"({"privileges":[]})");
  EXPECT_EQ(reads(bob), 404);
}

TEST_F(Privileges, GiveAMemberWhatTheirRoleDoesNotAtOnce) {
  for (const TestUser& user : {anna, bob}) {
    EXPECT_EQ(reads(user), 404);
    give(user, "Read");
    EXPECT_EQ(reads(user), 200);
    EXPECT_EQ(publishes(user), 403);
    EXPECT_EQ(server.get(cargo_path("basic", "acme/tools", "/se/rd/serde"), user).status, 200);
    EXPECT_EQ(json_of(server.get("/v1/repos/acme/", user)).as_array().size(), 1U);
    give(user, "Write");
    EXPECT_EQ(publishes(user), 200);
    EXPECT_EQ(administers(user), 403);
    give(user, "Admin");
    EXPECT_EQ(administers(user), 200);
    give(user, "Read");
    EXPECT_EQ(administers(user), 403) << "it ends at once too";
  }
}

TEST_F(Privileges, NeverTakeWhatTheRoleGives) {
  patch("/v1/repos/acme/tools/", {{"default_privilege", "Write"}});
  give(bob, "Read");
  EXPECT_EQ(publishes(bob), 200);
}

TEST_F(Privileges, AreCappedByTheKey) {
  give(anna, "Admin");
  const TestUser reading = server.make_key(anna, {{"scope", "read"}});
  EXPECT_EQ(reads(reading), 200);
  EXPECT_EQ(publishes(reading), 403);
  EXPECT_EQ(change("PATCH", "{}", reading).status, 403);
  EXPECT_EQ(change("PATCH", "{}", anna).status, 204) << "Admin of the repository, though Collaborator of the house";
}

TEST_F(Privileges, EndWithTheMembership) {
  give(anna, "Write");
  EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/orgs/acme/members/anna/", .caller = owner}).status, 204);
  EXPECT_EQ(reads(anna), 404);
  server.add_member(owner, "acme", anna, "Collaborator");
  EXPECT_EQ(reads(anna), 404) << "coming back does not bring them back";
}

TEST_F(Privileges, HoldInOneRepositoryOnly) {
  give(anna, "Admin");
  server.make_repository(owner, "acme/other", "Private");
  EXPECT_EQ(server.get("/v1/repos/acme/other/", anna).status, 404);
  EXPECT_EQ(server.post("/v1/repos/acme/", anna, json::object{{"name", "mine"}}).status, 403);
}

TEST_F(Privileges, ShowTheNamespaceThatTheyAreIn) {
  server.make_repository(owner, "owner/shed", "Private");
  EXPECT_EQ(server.get("/v1/namespaces/owner/", anna).status, 404);
  const std::string body = R"({"privileges":[{"privilege":"Read","user":"anna"}]})";
  EXPECT_EQ(
      server.send({.method = "PUT", .path = "/v1/repos/owner/shed/privileges", .caller = owner, .body = body}).status,
      204);
  EXPECT_EQ(server.get("/v1/namespaces/owner/", anna).status, 200);
  EXPECT_EQ(json_of(server.get("/v1/namespaces/", anna)).as_array().size(), 3U) << "hers, acme, owner";
}

TEST_F(Privileges, InAUsersRepositoryAreForAnybody) {
  server.make_repository(owner, "owner/tools", "Private");
  const Ask ask{.method = "PUT",
                .path = "/v1/repos/owner/tools/privileges",
                .caller = owner,
                .body = R"({"privileges":[{"privilege":"Read","user":"anna"}]})"};
  EXPECT_EQ(server.send(ask).status, 204);
  EXPECT_EQ(server.get("/v1/repos/owner/tools/", anna).status, 200);
}

TEST_F(Privileges, ToManageTokensAreWhatTheRepositorySays) {
  give(anna, "Read");
  give(bob, "Write");
  EXPECT_EQ(administers(anna), 403);
  EXPECT_EQ(administers(bob), 403);
  patch("/v1/repos/acme/tools/", {{"manage_entitlements_privilege", "Write"}});
  EXPECT_EQ(administers(anna), 403);
  EXPECT_EQ(administers(bob), 200);
  EXPECT_EQ(administers(owner), 200);
  patch("/v1/repos/acme/tools/", {{"manage_entitlements_privilege", "Read"}});
  EXPECT_EQ(administers(anna), 200);
  EXPECT_EQ(server.post("/v1/entitlements/acme/tools/", anna, json::object{{"name", "ci"}}).status, 201);
}

TEST_F(Privileges, ToManageTokensAreNotWhatEverybodyMayDo) {
  server.make_repository(owner, "acme/open", "Public");
  patch("/v1/repos/acme/open/", {{"manage_entitlements_privilege", "Read"}});
  const TestUser stranger = server.make_user("zoe");
  EXPECT_EQ(server.get("/v1/repos/acme/open/", stranger).status, 200);
  EXPECT_EQ(server.get("/v1/entitlements/acme/open/", stranger).status, 403);
  EXPECT_EQ(server.get("/v1/entitlements/acme/open/").status, 401);
  EXPECT_EQ(server.get("/v1/entitlements/acme/open/", bob).status, 200);
}

TEST_F(Privileges, AreRefusedWithTheFieldThatIsWrong) {
  server.make_user("stranger");
  const auto fields = [&](const std::string& entry) {
    const net::HttpAnswer answer = change("PUT", R"({"privileges":[)" + entry + "]}", owner);
    EXPECT_EQ(answer.status, 422) << entry;
    return json::serialize(json_of(answer).at("fields"));
  };
  EXPECT_EQ(fields(R"({"privilege":"None","user":"anna"})"),
            R"({"privileges[0].privilege":["Choose one of: Admin, Write, Read."]})");
  EXPECT_EQ(fields(R"({"privilege":"Read"})"), R"({"privileges[0].user":["Name a user."]})");
  EXPECT_NE(fields(R"({"privilege":"Read","team":"core"})").find("privileges[0].team"), std::string::npos);
  EXPECT_NE(fields(R"({"privilege":"Read","user":"nobody-here"})").find("no user called"), std::string::npos);
  EXPECT_NE(fields(R"({"privilege":"Read","user":"stranger"})").find("not a member"), std::string::npos);
  EXPECT_NE(fields(R"({"privilege":"Read","user":"anna"},{"privilege":"Read","user":"ANNA"})").find("named twice"),
            std::string::npos);
  EXPECT_EQ(change("PUT", "{}", owner).status, 422);
  EXPECT_EQ(change("PUT", R"({"privileges":"all"})", owner).status, 422);
  EXPECT_EQ(server.get("/v1/repos/acme/tools/privileges", owner).body, R"({"privileges":[]})");
}

}  // namespace
}  // namespace entrepot::testing
