#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/encoding.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

TEST(Operations, TellThatTheServerLivesAndIsReady) {
  TestServer server;
  EXPECT_EQ(json_of(server.get("/healthz")), json::parse(R"({"status":"alive"})"));
  const net::HttpAnswer ready = server.get("/readyz");
  EXPECT_EQ(ready.status, 200) << ready.body;
  const json::value value = json_of(ready);
  EXPECT_EQ(text_at(value, "status"), "ready");
  for (const std::string_view check : {"serving", "database"}) {
    EXPECT_EQ(value.at("checks").at(check).at("ok"), json::value(true)) << check;
  }
  EXPECT_FALSE(value.at("checks").at("followers").as_object().empty());
}

TEST(Operations, AreAtTheRootAndBelowTheBasePath) {
  TestServer server({.base_path = "/registry"});
  EXPECT_EQ(server.get("/healthz").status, 200);
  EXPECT_EQ(server.get("/v1/status/check/basic/").status, 200);
  const std::string root = server.url().substr(0, server.url().size() - std::string_view("/registry").size());
  const auto status = [&](const std::string& path) {
    const auto answer = net::send({.url = root + path});
    return answer ? answer->status : 0;
  };
  EXPECT_EQ(status("/healthz"), 200);
  EXPECT_EQ(status("/v1/user/self/"), 404);
  EXPECT_EQ(status("/registry/v1/user/self/"), 401);
  EXPECT_EQ(status("/registryx/healthz"), 404);
}

TEST(Operations, AreAllThatAnswersBeforeTheServerIsOpen) {
  TestServer server({.is_open = false});
  EXPECT_EQ(server.get("/healthz").status, 200);
  const net::HttpAnswer ready = server.get("/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(text_at(json_of(ready).at("checks").at("serving"), "detail"), "starting");
  const net::HttpAnswer cargo = server.get(cargo_path("public", "admin/crates", "/config.json"));
  EXPECT_EQ(cargo.status, 503);
  EXPECT_EQ(cargo.field("retry-after"), "1");
  EXPECT_FALSE(cargo_error(cargo).empty());
}

TEST(Operations, CountWhatWasAnsweredByRoute) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  server.get(cargo_path("public", "admin/crates", "/se/rd/serde"));
  server.must_publish(server.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  server.get(cargo_path("public", "admin/crates", "/se/rd/serde"));
  server.get("/nowhere");
  const net::HttpAnswer answer = server.get("/metrics");
  ASSERT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.field("content-type").starts_with("text/plain; version=0.0.4"));
  for (const std::string_view line :
       {"entrepot_requests_total{route=\"index_file\",status=\"2xx\"} 1",
        "entrepot_requests_total{route=\"index_file\",status=\"4xx\"} 1",
        "entrepot_requests_total{route=\"publish\",status=\"2xx\"} 1",
        "entrepot_requests_total{route=\"none\",status=\"4xx\"} 1",
        "entrepot_request_duration_seconds_count{route=\"publish\"} 1", "entrepot_publishes_total 1",
        "entrepot_follower_failing{follower=", "entrepot_connections_accepted_total",
        "entrepot_requests_overloaded_total", "entrepot_log_lines_dropped_total"}) {
    EXPECT_NE(answer.body.find(line), std::string::npos) << line << "\n" << answer.body;
  }
  EXPECT_EQ(answer.body.find("serde"), std::string::npos);
}

TEST(Operations, ShowNumbersToNobodyBehindAProxyOnThisMachine) {
  TestServer server;
  for (const std::string_view field : {"X-Forwarded-For", "Forwarded"}) {
    const net::HttpAnswer answer = server.send({.path = "/metrics", .fields = {{std::string(field), "127.0.0.1"}}});
    EXPECT_EQ(answer.status, 403) << field;
  }
  EXPECT_EQ(server.get("/metrics").status, 200);
}

TEST(Operations, DescribeTheApi) {
  TestServer server;
  const json::value document = json_of(server.get("/openapi.json"));
  EXPECT_EQ(text_at(document, "openapi"), "3.0.3");
  EXPECT_TRUE(document.at("paths").as_object().contains("/v1/repos/{owner}/{repository}/"));
  EXPECT_EQ(text_at(document.at("servers").at(0), "url"), server.url());
}

TEST(Operations, AnswerAKnownDescriptionWithoutSendingItAgain) {
  TestServer server;
  const net::HttpAnswer first = server.get("/openapi.json");
  const std::string etag(first.field("etag"));
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(first.field("content-type"), "application/json");
  const auto again = [&](const std::string& known) {
    return server.send({.path = "/openapi.json", .fields = {{"If-None-Match", known}}});
  };
  EXPECT_EQ(again(etag).status, 304);
  EXPECT_TRUE(again(etag).body.empty());
  EXPECT_EQ(again("\"other\"").status, 200);
}

TEST(Answers, CarryTheRequestIdInFieldAndBody) {
  TestServer server;
  const net::HttpAnswer answer = server.get("/v1/user/self/");
  EXPECT_EQ(answer.status, 401);
  EXPECT_FALSE(answer.field("x-request-id").empty());
  EXPECT_EQ(text_at(json_of(answer), "request_id"), answer.field("x-request-id"));
  EXPECT_NE(server.get("/v1/user/self/").field("x-request-id"), answer.field("x-request-id"));
}

TEST(Answers, ToRefusedChangesAndReadsNameTheRequestForCargoButNotThatACrateDoesNotExist) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  const net::HttpAnswer yank =
      server.send({.method = "DELETE",
                   .path = cargo_path("basic", "admin/crates", "/api/v1/crates/tea/1.0.0/yank"),
                   .caller = server.admin()});
  EXPECT_EQ(yank.status, 404);
  EXPECT_TRUE(cargo_error(yank).ends_with(" (request " + std::string(yank.field("x-request-id")) + ")")) << yank.body;
  const net::HttpAnswer read = server.get(cargo_path("public", "admin/crates", "/api/v1/crates/tea/owners"));
  EXPECT_EQ(read.status, 404);
  EXPECT_TRUE(cargo_error(read).ends_with(" (request " + std::string(read.field("x-request-id")) + ")")) << read.body;
  const net::HttpAnswer index = server.get(cargo_path("public", "admin/crates", "/3/t/tea"));
  EXPECT_EQ(index.status, 404);
  EXPECT_EQ(cargo_error(index).find("(request"), std::string::npos) << index.body;
}

TEST(Answers, ForUnknownPathsHaveTheShapeOfTheirNeighbours) {
  TestServer server;
  const net::HttpAnswer cargo = server.get("/public/a/b/cargo");
  EXPECT_EQ(cargo.status, 404);
  EXPECT_FALSE(cargo_error(cargo).empty());
  const net::HttpAnswer management = server.get("/v1/nothing/");
  EXPECT_EQ(management.status, 404);
  EXPECT_FALSE(text_at(json_of(management), "detail").empty());
  const net::HttpAnswer method = server.send({.method = "PATCH", .path = "/healthz"});
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.field("allow"), "GET, HEAD");
  EXPECT_EQ(server.get("/public/%zz/b/cargo/config.json").status, 400);
}

TEST(Answers, ToPathsThatAreNotTextAreCleanJson) {
  TestServer server;
  server.make_repository(server.admin(), "admin/crates", "Public");
  for (const std::string_view odd : {"a%FFb", "a\xff", "a%00b", "a%0Ab", "a%7Fb", "%ED%A0%80"}) {
    const std::string name(odd);
    const net::HttpAnswer cargo =
        server.get(cargo_path("public", "admin/crates", "/api/v1/crates/" + name + "/owners"), server.admin());
    EXPECT_EQ(cargo.status, 404) << name;
    EXPECT_FALSE(cargo_error(cargo).empty()) << name;
    const net::HttpAnswer management = server.get("/v1/repos/" + name + "/crates/", server.admin());
    EXPECT_EQ(management.status, 404) << name;
    EXPECT_TRUE(is_utf8(management.body) && is_utf8(cargo.body)) << name;
    EXPECT_TRUE(is_utf8(server.get("/v1/keys/?user=" + name, server.admin()).body)) << name;
  }
  EXPECT_EQ(server.get(cargo_path("public", "admin/crates", "/api/v1/crates/%C3%BC/owners")).status, 404);
}

}  // namespace
}  // namespace entrepot::testing
