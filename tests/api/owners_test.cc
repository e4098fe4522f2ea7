#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Owners : public ::testing::Test {
 protected:
  Owners() {
    server_.make_organisation(server_.admin(), "acme");
    server_.add_member(server_.admin(), "acme", anna_, "Member");
    server_.make_repository(server_.admin(), "acme/crates", "Public");
    EXPECT_EQ(server_
                  .send({.method = "PATCH",
                         .path = "/v1/repos/acme/crates/",
                         .caller = server_.admin(),
                         .body = R"({"default_privilege":"Write"})"})
                  .status,
              200);
    server_.must_publish(server_.admin(), "acme/crates", CrateBuilder("serde", "1.0.0"));
  }
  net::HttpAnswer ask(std::string method, std::string body = {}, const Caller* caller = nullptr) {
    return server_.send({.method = std::move(method),
                         .path = cargo_path("public", "acme/crates", "/api/v1/crates/serde/owners"),
                         .caller = caller != nullptr ? *caller : Caller(server_.admin()),
                         .body = std::move(body)});
  }
  static std::vector<std::string> logins(const net::HttpAnswer& answer) {
    std::vector<std::string> names;
    const json::value value = json_of(answer);
    const json::object* object = value.if_object();
    const json::value* users = object != nullptr ? object->if_contains("users") : nullptr;
    if (users == nullptr || !users->is_array()) return names;
    for (const json::value& user : users->get_array()) names.push_back(text_at(user, "login"));
    return names;
  }

  TestServer server_;
  TestUser anna_ = server_.make_user("anna");
};

TEST_F(Owners, AnswerWithAllThreePartsWhateverWasAsked) {
  const std::vector<net::HttpAnswer> answers{ask("PUT", R"({"users":["anna"]})"), ask("GET"), ask("DELETE"),
                                             ask("DELETE", R"({"users":["anna"]})")};
  for (const net::HttpAnswer& answer : answers) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    const json::value value = json_of(answer);
    EXPECT_EQ(value.at("ok"), json::value(true));
    EXPECT_FALSE(text_at(value, "msg").empty());
    for (const json::value& user : value.at("users").as_array()) {
      EXPECT_GT(user.at("id").to_number<std::int64_t>(), 0);
      EXPECT_LE(user.at("id").to_number<std::int64_t>(), std::numeric_limits<std::uint32_t>::max());
    }
  }
  EXPECT_EQ(logins(answers[0]), (std::vector<std::string>{"admin", "anna"}));
  EXPECT_EQ(logins(answers[2]), (std::vector<std::string>{"admin", "anna"}));
  EXPECT_EQ(logins(answers[3]), (std::vector<std::string>{"admin"}));
}

TEST_F(Owners, TreatADeleteWithoutUsersAsTheListThatOldCargoMeans) {
  for (const std::string_view body : {"", "{}"}) {
    EXPECT_EQ(logins(ask("DELETE", std::string(body))), (std::vector<std::string>{"admin"})) << body;
  }
  EXPECT_EQ(ask("DELETE", R"({"users":[]})").status, 400);
  EXPECT_EQ(logins(ask("GET")), (std::vector<std::string>{"admin"}));
}

TEST_F(Owners, KeepAtLeastOne) {
  const net::HttpAnswer answer = ask("DELETE", R"({"users":["admin"]})");
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
  EXPECT_FALSE(cargo_error(answer).empty());
  EXPECT_EQ(logins(ask("GET")), (std::vector<std::string>{"admin"}));
}

TEST_F(Owners, TellWhoIsUnknown) {
  const net::HttpAnswer answer = ask("PUT", R"({"users":["anna","nobody-here"]})");
  EXPECT_GE(answer.status, 400);
  EXPECT_LT(answer.status, 500);
  EXPECT_NE(cargo_error(answer).find("nobody-here"), std::string::npos) << answer.body;
  EXPECT_EQ(logins(ask("GET")), (std::vector<std::string>{"admin"}));
}

TEST_F(Owners, TellHowToLetSomebodyWriteWhoMayNot) {
  server_.make_user("bert");
  const net::HttpAnswer answer = ask("PUT", R"({"users":["bert"]})");
  EXPECT_EQ(answer.status, 400) << answer.body;
  EXPECT_NE(cargo_error(answer).find("member of the organisation 'acme'"), std::string::npos) << answer.body;
}

TEST_F(Owners, RefuseBodiesThatAreNotWhatCargoSends) {
  for (const std::string_view body : {"[]", "{", R"({"users":"anna"})", R"({"users":[1]})"}) {
    EXPECT_EQ(ask("PUT", std::string(body)).status, 400) << body;
  }
  EXPECT_EQ(ask("PUT").status, 400);
  EXPECT_EQ(ask("PUT", R"({"users":[")" + std::string(1'100'000, 'a') + "\"]}").status, 413);
}

TEST_F(Owners, AreChangedByOwnersOnlyAndSeenByAllWhoMayRead) {
  const Caller anna = anna_;
  EXPECT_EQ(ask("GET", {}, &kNobody).status, 200);
  EXPECT_EQ(ask("GET", {}, &kStranger).status, 200);
  EXPECT_EQ(ask("PUT", R"({"users":["anna"]})", &kNobody).status, 401);
  EXPECT_EQ(ask("PUT", R"({"users":["anna"]})", &anna).status, 403);
}

TEST_F(Owners, OfAnUnknownCrateAreNotFound) {
  const net::HttpAnswer answer =
      server_.get(cargo_path("public", "acme/crates", "/api/v1/crates/nothing/owners"), server_.admin());
  EXPECT_EQ(answer.status, 404);
  EXPECT_FALSE(cargo_error(answer).empty());
}

}  // namespace
}  // namespace entrepot::testing
