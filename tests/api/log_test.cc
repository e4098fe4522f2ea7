#include "base/log.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <mutex>
#include <sstream>

#include "base/encoding.h"
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
  });
  EXPECT_GE(request_lines(text).size(), 12U);
  for (const std::string& secret : secrets) EXPECT_EQ(text.find(secret), std::string::npos) << secret << "\n" << text;
  EXPECT_NE(text.find("/-token-/admin/crates/cargo/config.json"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::testing
