#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "api/routes.h"
#include "support/browser.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

const std::string kPassword = "correct horse";
const std::string kSignIn = R"({"user":"anna","password":"correct horse"})";

class Csrf : public ::testing::Test {
 protected:
  Csrf() {
    EXPECT_EQ(server.post("/v1/users/", server.admin(), json::object{{"slug", "anna"}, {"password", kPassword}}).status,
              201);
    EXPECT_EQ(browser.sign_in("anna", kPassword).status, 200);
  }
  /// A write that succeeds as often as it is sent.
  net::HttpAnswer write(Browser::Fields fields) { return browser.send_with("POST", "/v1/user/tokens/", {}, fields); }
  void expect_refused(const net::HttpAnswer& answer, std::string_view what) {
    EXPECT_EQ(answer.status, 403) << what << ": " << answer.body;
    EXPECT_EQ(text_at(json_of(answer), "code"), "csrf") << what;
  }
  /// What a page of another site's browser would say, and what one of this server's.
  std::vector<std::pair<std::string, std::string>> foreign() const {
    return {{"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "none"},
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Origin", server.url() + "0"},
            {"Origin", "http://127.0.0.1"}};
  }
  std::vector<std::pair<std::string, std::string>> own() const {
    return {{"Sec-Fetch-Site", "same-origin"}, {"Origin", server.url()}, {"X-Nothing", "at all"}};
  }

  TestServer server;
  Browser browser{server};
};

TEST_F(Csrf, IsPreventedByATokenThatOnlyOurPagesKnow) {
  EXPECT_EQ(write({{"X-CSRF-Token", browser.token}}).status, 201);
  expect_refused(write({}), "none");
  Browser other(server);
  ASSERT_EQ(other.sign_in("anna", kPassword).status, 200);
  const std::string secret = browser.cookie.substr(browser.cookie.find('=') + 1);
  for (const std::string& token :
       {std::string(), std::string("x"), secret, other.token, browser.token.substr(1), browser.token + "0"}) {
    expect_refused(write({{"X-CSRF-Token", token}}), token);
  }
  expect_refused(write({{"X-CSRF-Token", browser.token}, {"X-CSRF-Token", browser.token}}), "two");
}

TEST_F(Csrf, IsPreventedByWhatBrowsersSayOfTheirPages) {
  for (const auto& field : own()) {
    EXPECT_EQ(write({field, {"X-CSRF-Token", browser.token}}).status, 201) << field.first << " " << field.second;
    expect_refused(write({field}), "without the token");
  }
  for (const auto& field : foreign()) {
    expect_refused(write({field, {"X-CSRF-Token", browser.token}}), field.first + " " + field.second);
  }
  EXPECT_EQ(browser.send_with("GET", "/v1/user/self/", {}, {{"Origin", "https://evil.example"}}).status, 200)
      << "reading changes nothing, and the other page cannot see the answer";
}

TEST_F(Csrf, OfSigningInIsPreventedToo) {
  for (const std::string path : {"/v1/session/", "/v1/first-run/"}) {
    for (const auto& field : foreign()) {
      expect_refused(server.send({.method = "POST",
                                  .path = path,
                                  .body = kSignIn,
                                  .fields = {{"Content-Type", "application/json"}, field}}),
                     field.first + " " + field.second);
    }
  }
  for (const auto& field : own()) {
    EXPECT_EQ(server
                  .send({.method = "POST",
                         .path = "/v1/session/",
                         .body = kSignIn,
                         .fields = {{"Content-Type", "application/json"}, field}})
                  .status,
              200);
  }
}

TEST_F(Csrf, IsPreventedOnEveryRouteThatChangesSomething) {
  int count = 0;
  for (const api::Route& route : api::routes()) {
    if (route.shape != api::ErrorShape::management || !api::looks_at_credentials(route.access)) continue;
    if (route.method == http::Method::get) {
      EXPECT_NE(route.traffic, api::Traffic::change) << route.name << " changes something by GET";
      continue;
    }
    std::string path(route.pattern);
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open)) {
      path.replace(open, path.find('}', open) - open + 1, "something");
    }
    expect_refused(browser.send_with(http::method_word(route.method), path + "/", {}, {}), route.name);
    ++count;
  }
  EXPECT_GT(count, 40);
}

TEST_F(Csrf, DoesNotUseUpAnybodysRequests) {
  TestServer limited({.application = {.access_log = api::AccessLog::none, .api_rate_limit = 10}});
  ASSERT_EQ(limited.post("/v1/users/", limited.admin(), json::object{{"slug", "anna"}, {"password", kPassword}}).status,
            201);
  Browser anna(limited);
  ASSERT_EQ(anna.sign_in("anna", kPassword).status, 200);
  for (int i = 0; i < 20; ++i) expect_refused(anna.send_with("POST", "/v1/user/tokens/", {}, {}), "a foreign page");
  EXPECT_EQ(anna.send("POST", "/v1/user/tokens/").status, 201);
}

}  // namespace
}  // namespace entrepot::testing
