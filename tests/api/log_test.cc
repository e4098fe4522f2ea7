#include "base/log.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <mutex>
#include <sstream>

#include "base/encoding.h"
#include "support/browser.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

/// What the program writes to standard error while `work` runs.
template <typename Work>
std::string logged(Work work) {
  static std::once_flag once;
  std::call_once(once, [] { start_logging(LogLevel::info); });
  ::testing::internal::CaptureStderr();
  work();
  return ::testing::internal::GetCapturedStderr();
}

/// The access log's lines among them.
std::vector<json::object> request_lines(const std::string& text) {
  std::vector<json::object> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const json::value value = json::parse(line);
    if (text_at(value, "message") == "request") lines.push_back(value.as_object());
  }
  return lines;
}

TEST(Log, TellsWhoDidWhatWithTheIdThatTheClientGot) {
  TestServer server({.application = {.access_log = api::AccessLog::changes}});
  std::string id;
  const std::string text = logged([&] {
    server.make_repository(server.admin(), "admin/crates", "Private");
    const net::HttpAnswer answer = server.publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
    id = answer.field("x-request-id");
  });
  const std::vector<json::object> lines = request_lines(text);
  ASSERT_EQ(lines.size(), 2U) << text;
  const json::value publish(lines.back());
  EXPECT_EQ(text_at(publish, "request_id"), id);
  EXPECT_EQ(text_at(publish, "route"), "publish");
  EXPECT_EQ(text_at(publish, "method"), "PUT");
  EXPECT_EQ(text_at(publish, "path"), "/basic/admin/crates/cargo/api/v1/crates/new");
  EXPECT_EQ(text_at(publish, "principal"), "admin");
  EXPECT_EQ(text_at(publish, "principal_kind"), "api_key");
  EXPECT_EQ(text_at(publish, "peer"), "127.0.0.1");
  EXPECT_EQ(publish.at("status").to_number<int>(), 200);
  EXPECT_TRUE(publish.as_object().contains("milliseconds"));
}

TEST(Log, HoldsNothingOfASession) {
  TestServer server({.application = {.access_log = api::AccessLog::all}});
  Browser browser(server);
  const std::string text = logged([&] {
    ASSERT_EQ(browser.finish_first_run(server.admin().key, "correct horse").status, 200);
    EXPECT_EQ(browser.send("POST", "/v1/user/tokens/").status, 201);
    EXPECT_EQ(browser.send_with("POST", "/v1/user/tokens/", {}, {{"X-CSRF-Token", browser.token + "0"}}).status, 403);
    const std::string secret = browser.cookie.substr(browser.cookie.find('=') + 1);
    EXPECT_EQ(browser.get("/v1/user/sessions/" + secret + "/").status, 405);
    EXPECT_EQ(browser.send("DELETE", "/v1/user/sessions/" + secret + "/").status, 404);
  });
  EXPECT_EQ(request_lines(text).size(), 5U) << text;
  EXPECT_EQ(text.find(browser.cookie.substr(browser.cookie.find('=') + 1)), std::string::npos) << text;
  EXPECT_EQ(text.find(browser.token), std::string::npos) << text;
  EXPECT_EQ(text.find("correct horse"), std::string::npos) << text;
  EXPECT_EQ(text.find(server.admin().key), std::string::npos) << text;
}

TEST(Log, TellsWhyARequestWasRefused) {
  TestServer server({.application = {.access_log = api::AccessLog::changes}});
  server.make_repository(server.admin(), "admin/crates", "Public");
  net::HttpAnswer refused;
  const std::string key = server.admin().key;
  const std::string text = logged([&] {
    server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
    refused = server.publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
    server.post("/v1/repos/admin/", server.admin(), json::object{{"slug", 5}});
    server.get(cargo_path("public", "admin/crates", "/tea-1.0.0.crate"));
    server.send({.method = "PUT",
                 .path = cargo_path("basic", "admin/crates", "/api/v1/crates/serde/owners"),
                 .caller = server.admin(),
                 .body = R"({"users":[")" + key + "\"]}"});
    server.send({.method = "DELETE", .path = "/v1/keys/" + key + "/", .caller = server.admin()});
  });
  const std::vector<json::object> lines = request_lines(text);
  ASSERT_EQ(lines.size(), 6U) << text;
  const auto told = [&lines](std::size_t line) {
    const json::value value(lines[line]);
    return text_at(value, "error") + ": " + text_at(value, "error_message");
  };
  EXPECT_EQ(told(0), ": ");
  EXPECT_TRUE(told(1).starts_with("conflict: The version 'serde' 1.0.0 is already uploaded")) << told(1);
  EXPECT_TRUE(told(2).starts_with("invalid: name: This field is required.; slug: ")) << told(2);
  EXPECT_TRUE(told(3).starts_with("not_found: There is no such crate file")) << told(3);
  EXPECT_NE(told(4).find("'-key-'"), std::string::npos) << told(4);
  EXPECT_EQ(text.find(key), std::string::npos) << text;
  EXPECT_TRUE(cargo_error(refused).ends_with(" (request " + std::string(refused.field("x-request-id")) + ")"))
      << refused.body;
}

TEST(Log, NeverHoldsASecret) {
  TestServer server({.application = {.access_log = api::AccessLog::all}});
  std::vector<std::string> secrets{server.admin().key, kStranger.authorization, "correct horse", "hidden-in-query"};
  const std::string text = logged([&] {
    server.make_repository(server.admin(), "admin/crates", "Private");
    server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
    const std::string token = server.make_entitlement(server.admin(), "admin/crates", "ci");
    secrets.push_back(token);
    secrets.push_back(server.make_user("anna").key);
    server.post("/v1/users/", server.admin(), json::object{{"slug", "bob"}, {"password", "correct horse"}});
    server.get(cargo_path(token, "admin/crates", "/config.json"));
    server.get(cargo_path(token, "admin/crates", "/se/rd/serde"));
    server.get(cargo_path(token, "admin/crates", "/no/such/route/at/all"));
    server.get("/" + token);
    server.get("/wrong-base" + cargo_path(token, "admin/crates", "/config.json"));
    server.get(cargo_path("basic", "admin/crates", "/config.json"), kStranger);
    server.get(cargo_path("basic", "admin/crates", "/config.json"),
               {"Basic " + encode_base64(as_bytes("bob:correct horse"))});
    server.get(cargo_path("basic", "admin/crates", "/api/v1/crates?q=hidden-in-query"), server.admin());
    server.get("/v1/entitlements/admin/crates/?show_tokens=true", server.admin());
    server.get("/v1/repos/admin/" + token + "/", server.admin());
    server.get("/v1/repos/" + token + "/", server.admin());
    server.send({.method = "DELETE", .path = "/v1/entitlements/admin/crates/" + token + "/", .caller = server.admin()});
    server.send({.method = "DELETE", .path = "/v1/users/" + token + "/", .caller = server.admin()});
    server.post("/v1/entitlements/admin/crates/", server.admin(),
                json::object{{"name", "own"}, {"token", "chosen-by-anna"}});
    secrets.emplace_back("chosen-by-anna");
    server.get("/v1/entitlements/admin/crates/chosen-by-anna/", server.admin());
    server.post("/v1/entitlements/admin/crates/chosen%2Dby-anna/disable", server.admin(), json::object());
    secrets.emplace_back("%2Dby-anna");
    // However far into the sentence a key stands.
    for (std::size_t before = 440; before < 500; before += 7) {
      server.send({.method = "PUT",
                   .path = cargo_path("basic", "admin/crates", "/api/v1/crates/serde/owners"),
                   .caller = server.admin(),
                   .body = R"({"users":[")" + std::string(before, '-') + server.admin().key + "\"]}"});
    }
    secrets.push_back(server.admin().key.substr(0, 12));
  });
  EXPECT_GE(request_lines(text).size(), 12U);
  for (const std::string& secret : secrets) EXPECT_EQ(text.find(secret), std::string::npos) << secret << "\n" << text;
  EXPECT_NE(text.find("/-token-/admin/crates/cargo/config.json"), std::string::npos);
  EXPECT_NE(text.find("/v1/repos/admin/-token-/"), std::string::npos) << text;
  EXPECT_NE(text.find("There is no entitlement token '-entitlement-'"), std::string::npos) << text;
  EXPECT_NE(text.find("There is no user called '-----"), std::string::npos) << "the long sentences";
}

TEST(Log, TellsOfGuessedTokensAndCredentialsButNotOfCratesThatDoNotExist) {
  TestServer server({.application = {.access_log = api::AccessLog::changes}});
  server.make_repository(server.admin(), "admin/crates", "Private");
  const std::string text = logged([&] {
    EXPECT_EQ(server.get(cargo_path("basic", "admin/crates", "/se/rd/serde"), server.admin()).status, 404);
    EXPECT_EQ(server.get(cargo_path("basic", "admin/crates", "/se/rd/serde"), kStranger).status, 404);
    EXPECT_EQ(server.get(cargo_path("guessed-token", "admin/crates", "/se/rd/serde")).status, 404);
  });
  const std::vector<json::object> lines = request_lines(text);
  ASSERT_EQ(lines.size(), 2U) << text;
  EXPECT_EQ(text_at(json::value(lines[1]), "path"), "/-token-/admin/crates/cargo/se/rd/serde");
}

}  // namespace
}  // namespace entrepot::testing
