#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;
constexpr auto kDay = std::chrono::hours(24);

/// acme/tools with three crates, and two tokens beside the default one. The day is 2026-11-22.
class Usage : public ::testing::Test {
 protected:
  Usage() {
    server.make_organisation(owner, "acme");
    server.add_member(owner, "acme", member, "Member");
    server.make_repository(owner, "acme/tools", "Private");
    for (const std::string_view crate : {"tea", "coffee", "milk"}) {
      server.must_publish(owner, "acme/tools", CrateBuilder(std::string(crate), "1.0.0"));
    }
    for (const std::string_view name : {"ci", "laptop"}) {
      tokens.push_back(server.make_entitlement(owner, "acme/tools", std::string(name)));
    }
  }

  /// Gives the bytes that came.
  std::int64_t download(const std::string& crate, const Caller& caller, const std::string& range = {}) {
    Ask ask{.path = cargo_path("basic", "acme/tools", "/" + crate + "-1.0.0.crate"), .caller = caller};
    if (!range.empty()) ask.fields.emplace_back("Range", range);
    const net::HttpAnswer answer = server.send(ask);
    EXPECT_EQ(answer.status, range.empty() ? 200 : 206);
    return static_cast<std::int64_t>(answer.body.size());
  }
  void flush() { ASSERT_TRUE(server.registry().downloads().flush().has_value()); }
  json::value ask(const std::string& path, const Caller& caller) {
    flush();
    const net::HttpAnswer answer = server.get(path, caller);
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    return json_of(answer);
  }
  json::value packages(const std::string& query = {}) {
    return ask("/v1/metrics/packages/acme/tools/" + query, owner).at("packages");
  }
  static std::int64_t number(const json::value& metrics, const std::string& what, const std::string& which) {
    return metrics.at(what).at(which).at("value").as_int64();
  }
  std::string slug_perm(const std::string& area, const std::string& key, const std::string& name) {
    for (const json::value& one : json_of(server.get("/v1/" + area + "/acme/tools/", owner)).as_array()) {
      if (text_at(one, key) == name) return text_at(one, "slug_perm");
    }
    ADD_FAILURE() << name;
    return {};
  }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser member = server.make_user("member");
  std::vector<std::string> tokens;
};

TEST_F(Usage, OfPackagesIsSummedOverThemAndTheirDays) {
  const std::int64_t tea = download("tea", owner);
  download("tea", {tokens[0]});
  const std::int64_t coffee = download("coffee", owner);
  const json::value metrics = packages();
  expect_golden("v1_package_metrics.json", metrics);
  EXPECT_EQ(metrics.at("active").as_int64(), 2);
  EXPECT_EQ(metrics.at("inactive").as_int64(), 1);
  EXPECT_EQ(number(metrics, "downloads", "total"), 3);
  EXPECT_EQ(number(metrics, "downloads", "highest"), 2);
  EXPECT_EQ(number(metrics, "downloads", "lowest"), 0) << "nobody wanted milk";
  EXPECT_EQ(number(metrics, "downloads", "average"), 1);
  EXPECT_EQ(number(metrics, "bandwidth", "total"), 2 * tea + coffee);
  EXPECT_EQ(number(metrics, "bandwidth", "highest"), std::max(2 * tea, coffee));
}

TEST_F(Usage, CountsThePartsOfAFileForTheirBytes) {
  download("tea", owner, "bytes=0-9");
  download("tea", owner, "bytes=10-29");
  server.send({.method = "HEAD", .path = cargo_path("basic", "acme/tools", "/tea-1.0.0.crate"), .caller = owner});
  EXPECT_EQ(number(packages(), "downloads", "total"), 1);
  EXPECT_EQ(number(packages(), "bandwidth", "total"), 30);
}

TEST_F(Usage, IsAskedForBySpanAndByPackage) {
  download("tea", owner);
  flush();
  server.clock().advance(kDay);
  download("tea", owner);
  download("milk", owner);
  flush();
  server.clock().advance(kDay);
  download("coffee", owner);
  const auto downloads = [&](const std::string& query) { return number(packages(query), "downloads", "total"); };
  EXPECT_EQ(downloads(""), 4);
  EXPECT_EQ(downloads("?start=2026-11-23"), 3);
  EXPECT_EQ(downloads("?finish=2026-11-23"), 3);
  EXPECT_EQ(downloads("?start=2026-11-23T10:00:00Z&finish=2026-11-23T11:00:00Z"), 2);
  EXPECT_EQ(downloads("?start=2027-01-01"), 0);
  const std::string tea = slug_perm("packages", "name", "tea");
  const json::value of_tea = packages("?packages=" + tea + "&start=2026-11-23");
  EXPECT_EQ(of_tea.at("total").as_int64(), 1);
  EXPECT_EQ(number(of_tea, "downloads", "total"), 1);
  EXPECT_EQ(number(of_tea, "downloads", "lowest"), 1);
  EXPECT_EQ(packages("?packages=" + tea + "," + slug_perm("packages", "name", "milk")).at("total").as_int64(), 2);
  EXPECT_EQ(server.get("/v1/metrics/packages/acme/tools/", owner).field("x-pagination-count"), "1");
}

TEST_F(Usage, SaysWhichParameterIsWrong) {
  const auto refused = [&](const std::string& query) {
    const net::HttpAnswer answer = server.get("/v1/metrics/packages/acme/tools/?" + query, owner);
    EXPECT_EQ(answer.status, 422) << query;
    return json::serialize(json_of(answer).at("fields"));
  };
  EXPECT_NE(refused("start=yesterday").find("\"start\""), std::string::npos);
  EXPECT_NE(refused("start=2026-11-23&finish=2026-11-22").find("\"finish\""), std::string::npos);
  EXPECT_EQ(refused("packages=nothing"), R"({"packages":["There is no package 'nothing'."]})");
}

TEST_F(Usage, OfTokensIsTheirOwnWhetherTheyAreLimitedOrNot) {
  download("tea", owner);
  download("tea", {tokens[0]});
  download("milk", {tokens[0]});
  EXPECT_EQ(server.get(cargo_path(tokens[1], "acme/tools", "/milk-1.0.0.crate")).status, 200);
  const json::value metrics = ask("/v1/metrics/entitlements/acme/tools/", owner).at("tokens");
  expect_golden("v1_entitlement_metrics.json", metrics);
  EXPECT_EQ(metrics.at("total").as_int64(), 3) << "with the default one";
  EXPECT_EQ(metrics.at("active").as_int64(), 2);
  EXPECT_EQ(number(metrics, "downloads", "total"), 3);
  const json::value one =
      ask("/v1/metrics/entitlements/acme/?tokens=" + slug_perm("entitlements", "name", "ci"), owner).at("tokens");
  EXPECT_EQ(number(one, "downloads", "total"), 2);
}

TEST_F(Usage, OfATokenInSeveralRepositoriesIsThatOfEach) {
  server.make_repository(owner, "acme/other", "Private");
  server.must_publish(owner, "acme/other", CrateBuilder("tea", "1.0.0"));
  for (const std::string_view repository : {"acme/tools", "acme/other"}) {
    EXPECT_EQ(server
                  .post("/v1/entitlements/" + std::string(repository) + "/", owner,
                        json::object{{"name", "shared"}, {"token", "shared-token-of-two"}})
                  .status,
              201);
  }
  download("tea", {"shared-token-of-two"});
  EXPECT_EQ(server.get(cargo_path("basic", "acme/other", "/tea-1.0.0.crate"), Caller{"shared-token-of-two"}).status,
            200);
  for (const std::string_view repository : {"tools", "other"}) {
    const json::value metrics =
        ask("/v1/metrics/entitlements/acme/" + std::string(repository) + "/", owner).at("tokens");
    EXPECT_EQ(number(metrics, "downloads", "total"), 1) << repository;
  }
}

TEST_F(Usage, IsSeenByWhoHasThePrivilegeThatTheRepositorySays) {
  download("tea", owner);
  EXPECT_EQ(server.get("/v1/metrics/packages/acme/tools/", member).status, 200);
  EXPECT_EQ(server.get("/v1/metrics/entitlements/acme/tools/", member).status, 403) << "tokens are Admin's";
  const net::HttpAnswer changed = server.send(
      {.method = "PATCH", .path = "/v1/repos/acme/tools/", .caller = owner, .body = R"({"view_statistics":"Admin"})"});
  EXPECT_EQ(text_at(json_of(changed), "view_statistics"), "Admin");
  EXPECT_EQ(server.get("/v1/metrics/packages/acme/tools/", member).status, 403);
  EXPECT_EQ(ask("/v1/metrics/packages/acme/", member).at("packages").at("total").as_int64(), 0);
  EXPECT_EQ(ask("/v1/metrics/packages/acme/", owner).at("packages").at("total").as_int64(), 3);
  EXPECT_EQ(server.get("/v1/metrics/packages/acme/", server.make_user("stranger")).status, 404);
}

TEST_F(Usage, IsForgottenAfterAboutAYear) {
  download("tea", owner);
  flush();
  server.clock().advance(kDay * 401);
  download("milk", owner);
  EXPECT_EQ(number(packages(), "downloads", "total"), 1);
  EXPECT_EQ(text_at(json_of(server.get("/v1/repos/acme/tools/", owner)), "slug"), "tools");
  EXPECT_EQ(json_of(server.get("/v1/repos/acme/tools/", owner)).at("num_downloads").as_int64(), 2) << "the sums stay";
}

TEST_F(Usage, OfANamespaceIsItsQuota) {
  const std::int64_t sent = download("tea", owner) + download("milk", {tokens[0]});
  const json::value quota = ask("/v1/quota/acme/", member);
  expect_golden("v1_quota.json", quota);
  const json::value raw = quota.at("usage").at("raw");
  EXPECT_EQ(raw.at("bandwidth").at("used").as_int64(), sent);
  EXPECT_EQ(raw.at("storage").at("used").as_int64(),
            json_of(server.get("/v1/repos/acme/tools/", owner)).at("size").as_int64());
  server.add_member(owner, "acme", server.make_user("helper"), "Collaborator");
  EXPECT_EQ(server.get("/v1/quota/acme/", server.make_user("stranger")).status, 404);
  EXPECT_EQ(server.get("/v1/quota/owner/", owner).status, 200) << "one's own";
  const TestUser narrow = server.make_key(owner, {{"scope", "read"}, {"repositories", json::array{"acme/tools"}}});
  EXPECT_EQ(server.get("/v1/quota/acme/", narrow).status, 403);
}

TEST_F(Usage, OfStorageCountsABlobOnceAndRemembersItsPeak) {
  const auto storage = [&] { return ask("/v1/quota/acme/", owner).at("usage").at("raw").at("storage"); };
  const std::int64_t before = storage().at("used").as_int64();
  server.make_repository(owner, "acme/other", "Private");
  const std::string tea = slug_perm("packages", "name", "tea");
  EXPECT_EQ(
      server.post("/v1/packages/acme/tools/" + tea + "/copy/", owner, json::object{{"destination", "other"}}).status,
      200);
  EXPECT_EQ(storage().at("used").as_int64(), before) << "no bytes were copied";
  EXPECT_GT(storage().at("used_pre_deduplication").as_int64(), before);
  const std::string milk = slug_perm("packages", "name", "milk");
  EXPECT_EQ(server.send({.method = "DELETE", .path = "/v1/packages/acme/tools/" + milk + "/", .caller = owner}).status,
            204);
  EXPECT_LT(storage().at("used").as_int64(), before);
  EXPECT_EQ(storage().at("peak").as_int64(), before);
}

TEST_F(Usage, OfEarlierMonthsIsInTheHistory) {
  const std::int64_t november = download("tea", owner);
  flush();
  server.clock().advance(kDay * 10);
  server.must_publish(owner, "acme/tools", CrateBuilder("water", "1.0.0"));
  download("water", owner);
  const json::value history = ask("/v1/quota/history/acme/", owner);
  expect_golden("v1_quota_history.json", history);
  const json::array& months = history.at("history").as_array();
  ASSERT_EQ(months.size(), 2U);
  EXPECT_EQ(text_at(months[0], "start"), "2026-12-01T00:00:00Z");
  EXPECT_EQ(months[0].at("days").as_int64(), 31);
  EXPECT_EQ(months[1].at("raw").at("downloaded").at("used").as_int64(), november);
  const auto stored = [&](std::size_t month) {
    return months[month].at("raw").at("storage_used").at("used").as_int64();
  };
  EXPECT_EQ(months[0].at("raw").at("uploaded").at("used").as_int64(), stored(0) - stored(1));
  server.clock().advance(kDay * 600);
  EXPECT_EQ(ask("/v1/quota/history/acme/", owner).at("history").as_array().size(), 13U);
}

}  // namespace
}  // namespace entrepot::testing
