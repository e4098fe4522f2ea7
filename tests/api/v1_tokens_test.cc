#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Tokens : public ::testing::Test {
 protected:
  Tokens() {
    const net::HttpAnswer made = server.post(
        "/v1/users/", server.admin(),
        json::object{
            {"slug", "anna"}, {"name", "Anna Berg"}, {"email", "anna@example.org"}, {"password", "correct horse"}});
    EXPECT_EQ(made.status, 201) << made.body;
  }
  net::HttpAnswer log_in(const std::string& name, const std::string& password) {
    return server.post("/v1/user/token/", kNobody, json::object{{"email", name}, {"password", password}});
  }
  Caller logged_in() { return {text_at(json_of(log_in("anna", "correct horse")), "token")}; }
  int self(const Caller& caller) { return server.get("/v1/user/self/", caller).status; }
  net::HttpAnswer refresh(const std::string& slug_perm, const Caller& caller) {
    return server.send({.method = "PUT", .path = "/v1/user/tokens/" + slug_perm + "/refresh/", .caller = caller});
  }
  json::array list(const Caller& caller) {
    return json_of(server.get("/v1/user/tokens/", caller)).at("results").as_array();
  }

  TestServer server;
};

TEST_F(Tokens, AreGivenToWhoShowsThePasswordByNameOrByAddress) {
  const net::HttpAnswer answer = log_in("anna", "correct horse");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.field("cache-control"), "no-store");
  expect_golden("v1_user_token.json", without_chance(json_of(answer), server.url()));
  EXPECT_EQ(self({text_at(json_of(answer), "token")}), 200);
  EXPECT_EQ(self({text_at(json_of(log_in("Anna@Example.org", "correct horse")), "token")}), 200);
}

TEST_F(Tokens, AreRefusedWithoutSayingWhatWasWrong) {
  const auto without_id = [](const net::HttpAnswer& answer) {
    json::object body = json_of(answer).as_object();
    body.erase("request_id");
    return json::serialize(body);
  };
  const net::HttpAnswer wrong = log_in("anna", "wrong horse");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(without_id(log_in("nobody-here", "wrong horse")), without_id(wrong));
  EXPECT_EQ(without_id(log_in("nobody@example.org", "wrong horse")), without_id(wrong));
  EXPECT_EQ(log_in("", "correct horse").status, 422);
  EXPECT_EQ(log_in("anna", std::string(2000, 'x')).status, 422);
}

TEST_F(Tokens, OfTwoUsersWithOneAddressAreGivenByNameOnly) {
  ASSERT_EQ(server
                .post("/v1/users/", server.admin(),
                      json::object{{"slug", "bob"}, {"email", "anna@example.org"}, {"password", "correct horse"}})
                .status,
            201);
  EXPECT_EQ(log_in("anna@example.org", "correct horse").status, 401);
  EXPECT_EQ(log_in("bob", "correct horse").status, 201);
}

TEST_F(Tokens, OfLoginsEndWithTheOldestWhenThereAreTooMany) {
  const Caller first = logged_in();
  const Caller second = logged_in();
  for (int i = 0; i < 9; ++i) logged_in();
  EXPECT_EQ(self(first), 401);
  EXPECT_EQ(self(second), 200);
  EXPECT_EQ(list(second).size(), 10U);
}

TEST_F(Tokens, AreListedWithoutTheirSecretAndCreated) {
  const Caller anna = logged_in();
  const net::HttpAnswer made = server.send({.method = "POST", .path = "/v1/user/tokens/", .caller = anna});
  ASSERT_EQ(made.status, 201);
  expect_golden("v1_user_token_created.json", without_chance(json_of(made), server.url()));
  const Caller created{text_at(json_of(made), "key")};
  EXPECT_EQ(self(created), 200);
  const net::HttpAnswer listed = server.get("/v1/user/tokens/", anna);
  EXPECT_EQ(listed.field("x-pagination-count"), "2");
  EXPECT_EQ(listed.body.find(created.authorization), std::string::npos);
  EXPECT_NE(listed.body.find("**********"), std::string::npos);
}

TEST_F(Tokens, GetAnotherSecretByRefreshAndKeepTheirPlace) {
  const Caller anna = logged_in();
  const json::value made = json_of(server.send({.method = "POST", .path = "/v1/user/tokens/", .caller = anna}));
  const std::string slug_perm = text_at(made, "slug_perm");
  const Caller before{text_at(made, "key")};
  EXPECT_EQ(self(before), 200);
  const net::HttpAnswer answer = refresh(slug_perm, anna);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(text_at(json_of(answer), "slug_perm"), slug_perm);
  EXPECT_EQ(self(before), 401);
  const Caller after{text_at(json_of(answer), "key")};
  EXPECT_EQ(self(after), 200);
  const net::HttpAnswer own = refresh(slug_perm, after);
  ASSERT_EQ(own.status, 200) << "itself too, since it may do everything";
  EXPECT_EQ(self(after), 401);

  EXPECT_EQ(refresh(slug_perm, server.admin()).status, 404) << "nobody else's";
  const TestUser narrow = server.make_key({"anna", anna.authorization}, {{"scope", "publish"}});
  EXPECT_EQ(refresh(slug_perm, narrow).status, 403);
  EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/keys/" + slug_perm + "/", .caller = anna}).status, 204);
  EXPECT_EQ(refresh(slug_perm, anna).status, 409);
}

TEST_F(Tokens, OfLoginsAreNotTakenForThoseThatSomebodyCalledLogin) {
  const Caller anna = logged_in();
  const TestUser named = server.make_key({"anna", anna.authorization}, {{"name", "login"}, {"scope", "read"}});
  for (int i = 0; i < 11; ++i) logged_in();
  EXPECT_EQ(self(anna), 401);
  EXPECT_EQ(self(named), 200);
}

TEST_F(Tokens, AreNotRefreshedByAKeyThatEndsEarlier) {
  const Caller anna = logged_in();
  const json::value endless = json_of(server.send({.method = "POST", .path = "/v1/user/tokens/", .caller = anna}));
  const TestUser passing =
      server.make_key({"anna", anna.authorization}, {{"scope", "admin"}, {"expires_at", "2100-01-01T00:00:00Z"}});
  EXPECT_EQ(refresh(text_at(endless, "slug_perm"), passing).status, 403);
  EXPECT_EQ(self({text_at(endless, "key")}), 200);
}

TEST_F(Tokens, AreNotMadeByAKeyThatMayLess) {
  const TestUser narrow = server.make_key({"anna", logged_in().authorization}, {{"scope", "publish"}});
  EXPECT_EQ(server.send({.method = "POST", .path = "/v1/user/tokens/", .caller = narrow}).status, 403);
  EXPECT_EQ(log_in("anna", narrow.key).status, 403) << "nor does it log in as a password does";
  EXPECT_EQ(list(narrow).size(), 1U) << "it sees itself";
}

TEST_F(Tokens, ProfilesAreForOneselfAndThoseInTheSameOrganisation) {
  const Caller anna = logged_in();
  const net::HttpAnswer own = server.get("/v1/users/profile/ANNA/", anna);
  ASSERT_EQ(own.status, 200);
  expect_golden("v1_user_profile.json", without_chance(json_of(own), server.url()));
  EXPECT_EQ(own.body.find("anna@example.org"), std::string::npos);
  const TestUser bob = server.make_user("bob");
  EXPECT_EQ(server.get("/v1/users/profile/anna/", bob).status, 404);
  server.make_organisation(bob, "acme");
  server.add_member(bob, "acme", {"anna", anna.authorization}, "Collaborator");
  EXPECT_EQ(server.get("/v1/users/profile/anna/", bob).status, 200);
  EXPECT_EQ(text_at(json_of(server.get("/v1/user/self/", anna)), "profile_url"),
            server.url() + "/v1/users/profile/anna/");
}

}  // namespace
}  // namespace entrepot::testing
