#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/browser.h"
#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

TestServerOptions limited_to(std::int64_t requests) {
  return {.application = {.access_log = api::AccessLog::none, .api_rate_limit = requests}};
}

TEST(Rates, AreToldWithEveryAnswerBelowV1) {
  TestServer server(limited_to(100));
  const std::string reset = std::to_string(to_unix(server.clock().now()) + 60);
  const net::HttpAnswer answer = server.get("/v1/user/self/", server.admin());
  EXPECT_EQ(answer.field("x-ratelimit-limit"), "100");
  EXPECT_EQ(answer.field("x-ratelimit-remaining"), "99");
  EXPECT_EQ(answer.field("x-ratelimit-reset"), reset);
  EXPECT_EQ(answer.field("x-ratelimit-interval"), "0.0");
  EXPECT_EQ(server.get("/v1/repos/", server.admin()).field("x-ratelimit-remaining"), "98") << "each is counted once";
  EXPECT_EQ(server.get("/v1/formats/").field("x-ratelimit-remaining"), "99") << "nobody is counted by address";
  for (const std::string_view path : {"/v1/nothing/here/", "/v1/status/check/basic/", "/v1/user/self/", "/v1/repos/"}) {
    EXPECT_EQ(server.get(path, kStranger).field("x-ratelimit-limit"), "100") << path;
  }
  EXPECT_EQ(server.send({.method = "POST", .path = "/v1/formats/"}).field("x-ratelimit-limit"), "100");
}

TEST(Rates, DoNotCountWhatIsNotBelowV1) {
  TestServer server(limited_to(50));
  server.make_repository(server.admin(), "admin/tools", "Public");
  for (int i = 0; i < 60; ++i) {
    const net::HttpAnswer answer = server.get(cargo_path("public", "admin/tools", "/config.json"));
    ASSERT_EQ(answer.status, 200);
    ASSERT_TRUE(answer.field("x-ratelimit-limit").empty());
  }
  EXPECT_TRUE(server.get("/healthz").field("x-ratelimit-limit").empty());
  EXPECT_EQ(server.get("/v1/formats/").status, 200);
}

TEST(Rates, LeaveRoomToSignInHoweverMuchIsReadFromThere) {
  TestServer server(limited_to(5));
  for (int i = 0; i < 5; ++i) ASSERT_EQ(server.get("/v1/formats/").status, 200);
  EXPECT_EQ(server.get("/v1/formats/").status, 429);
  EXPECT_EQ(Browser(server).sign_in("nobody", "a wrong password").status, 401);
}

TEST(Rates, RefuseWhatIsOneTooManyUntilTheMinuteIsOver) {
  TestServer server(limited_to(5));
  const TestUser& admin = server.admin();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(server.get("/v1/user/self/", admin).status, 200);
  server.clock().advance(Seconds(20));
  const net::HttpAnswer refused = server.get("/v1/user/self/", admin);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.field("retry-after"), "40");
  EXPECT_EQ(refused.field("x-ratelimit-remaining"), "0");
  EXPECT_EQ(refused.field("x-ratelimit-interval"), "40.0");
  expect_golden("v1_rate_limited.json", without_chance(json_of(refused), server.url()));

  EXPECT_EQ(server.get("/v1/formats/").status, 200) << "another caller";
  const json::value rates = json_of(server.get("/v1/rates/limits/", admin));
  EXPECT_TRUE(rates.at("resources").at("core").at("throttled").as_bool());
  server.clock().advance(Seconds(40));
  EXPECT_EQ(server.get("/v1/user/self/", admin).status, 200);
}

TEST(Rates, CanBeAskedForWithoutCost) {
  TestServer server(limited_to(5));
  for (int i = 0; i < 8; ++i) ASSERT_EQ(server.get("/v1/rates/limits/", server.admin()).status, 200);
  expect_golden("v1_rates.json", json_of(server.get("/v1/rates/limits/")));
  EXPECT_EQ(server.get("/v1/rates/limits/", kStranger).status, 401);
}

TEST(Rates, AreNotToldWhereThereIsNoLimit) {
  TestServer server(limited_to(0));
  const net::HttpAnswer answer = server.get("/v1/rates/limits/", server.admin());
  EXPECT_EQ(answer.body, R"({"resources":{}})");
  EXPECT_TRUE(answer.field("x-ratelimit-limit").empty());
}

TEST(Rates, AreEachKeysOwn) {
  TestServer server(limited_to(6));
  const TestUser key = server.make_key(server.admin(), {{"scope", "read"}});
  for (int i = 0; i < 6; ++i) EXPECT_EQ(server.get("/v1/user/self/", key).status, 200);
  EXPECT_EQ(server.get("/v1/user/self/", key).status, 429);
  EXPECT_EQ(server.get("/v1/user/self/", server.admin()).status, 200);
}

}  // namespace
}  // namespace entrepot::testing
