#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;
constexpr auto kDay = std::chrono::hours(24);

/// acme/tools with two crates, and a token beside the default one. The day is 2026-11-22.
class Statistics : public ::testing::Test {
 protected:
  Statistics() {
    server.make_organisation(owner, "acme");
    server.add_member(owner, "acme", member, "Member");
    server.make_repository(owner, "acme/tools", "Private");
    server.must_publish(owner, "acme/tools", CrateBuilder("tea", "1.0.0"));
    server.must_publish(owner, "acme/tools", CrateBuilder("tea", "1.1.0"));
    server.must_publish(owner, "acme/tools", CrateBuilder("coffee", "1.0.0"));
    token = server.make_entitlement(owner, "acme/tools", "ci");
  }

  /// Gives the bytes that came.
  std::int64_t download(const std::string& file, const Caller& caller) {
    const net::HttpAnswer answer = server.get(cargo_path("basic", "acme/tools", "/" + file + ".crate"), caller);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return static_cast<std::int64_t>(answer.body.size());
  }
  json::value ask(const std::string& query = {}) { return ask(query, owner); }
  /// When what was downloaded before is in the rows again: that is done at most once a second.
  json::value ask(const std::string& query, const Caller& caller) {
    server.clock().advance(std::chrono::seconds(1));
    const net::HttpAnswer answer = server.get("/v1/statistics/acme/tools/" + query, caller);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer);
  }
  static std::int64_t downloads(const json::value& counts) { return counts.at("downloads").as_int64(); }

  TestServer server;
  TestUser owner = server.make_user("owner");
  TestUser member = server.make_user("member");
  std::string token;
};

TEST_F(Statistics, AreOfThisMomentByDayCrateVersionAndToken) {
  std::int64_t bytes = download("tea-1.0.0", owner) + download("tea-1.1.0", owner) + download("coffee-1.0.0", owner);
  const std::int64_t with_token = download("tea-1.1.0", {token});
  const json::value statistics = ask("?from=2026-11-21");
  expect_golden("v1_statistics.json", without_chance(statistics, server.url()));
  EXPECT_EQ(downloads(statistics), 4);
  EXPECT_EQ(statistics.at("bytes").as_int64(), bytes + with_token);
  const json::array& crates = statistics.at("crates").as_array();
  ASSERT_EQ(crates.size(), 2U);
  EXPECT_EQ(text_at(crates[0], "name"), "tea");
  EXPECT_EQ(downloads(crates[0]), 3);
  const json::array& versions = statistics.at("versions").as_array();
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(text_at(versions[0], "version"), "1.1.0");
  EXPECT_EQ(downloads(versions[0]), 2);
  const json::array& tokens = statistics.at("tokens").as_array();
  ASSERT_EQ(tokens.size(), 1U) << "the default one was not used";
  EXPECT_EQ(text_at(tokens[0], "name"), "ci");
  EXPECT_EQ(tokens[0].at("bytes").as_int64(), with_token);
  EXPECT_EQ(downloads(statistics.at("tokenless")), 3);
  EXPECT_EQ(statistics.at("tokenless").at("bytes").as_int64(), bytes);
  EXPECT_EQ(server.get("/v1/statistics/acme/tools/", owner).body.find(token), std::string::npos);
}

TEST_F(Statistics, HaveEveryDayWhetherSomethingWasDownloadedOrNot) {
  download("tea-1.0.0", owner);
  EXPECT_EQ(downloads(ask()), 1) << "counted on its day";
  server.clock().advance(kDay * 3);
  download("tea-1.0.0", owner);
  download("tea-1.0.0", owner);
  const json::value usual = ask();
  EXPECT_EQ(text_at(usual, "from"), "2026-10-27");
  EXPECT_EQ(text_at(usual, "to"), "2026-11-25");
  ASSERT_EQ(usual.at("days").as_array().size(), 30U);
  const json::value some = ask("?from=2026-11-21&to=2026-11-26");
  const json::array& days = some.at("days").as_array();
  ASSERT_EQ(days.size(), 6U);
  std::vector<std::int64_t> counts;
  for (const json::value& day : days) counts.push_back(downloads(day));
  EXPECT_EQ(counts, (std::vector<std::int64_t>{0, 1, 0, 0, 2, 0}));
  EXPECT_EQ(text_at(days[3], "day"), "2026-11-24");
  EXPECT_EQ(downloads(ask("?from=2026-11-22&to=2026-11-22")), 1);
  EXPECT_EQ(downloads(ask("?to=2026-11-24")), 1);
  EXPECT_EQ(ask("?from=2026-11-25&to=2026-11-25").at("days").as_array().size(), 1U);
}

TEST_F(Statistics, AreEmptyWhereNothingWasDownloaded) {
  const json::value statistics = ask();
  EXPECT_EQ(downloads(statistics), 0);
  EXPECT_TRUE(statistics.at("crates").as_array().empty());
  EXPECT_TRUE(statistics.at("tokens").as_array().empty());
  EXPECT_EQ(downloads(statistics.at("tokenless")), 0);
}

TEST_F(Statistics, RememberWhatWasDeleted) {
  download("coffee-1.0.0", owner);
  const json::value list = json_of(server.get("/v1/packages/acme/tools/?query=name:coffee", owner));
  server.send({.method = "DELETE",
               .path = "/v1/packages/acme/tools/" + text_at(list.as_array().front(), "slug_perm") + "/",
               .caller = owner});
  const json::value statistics = ask();
  EXPECT_EQ(downloads(statistics), 1);
  EXPECT_EQ(text_at(statistics.at("crates").as_array().front(), "name"), "coffee");
}

TEST_F(Statistics, SayWhichParameterIsWrong) {
  const auto refused = [&](const std::string& query) {
    const net::HttpAnswer answer = server.get("/v1/statistics/acme/tools/?" + query, owner);
    EXPECT_EQ(answer.status, 422) << query;
    return json::serialize(json_of(answer).at("fields"));
  };
  EXPECT_NE(refused("from=yesterday").find("\"from\""), std::string::npos);
  EXPECT_NE(refused("to=2026-02-30").find("\"to\""), std::string::npos);
  EXPECT_NE(refused("from=2026-11-23&to=2026-11-22").find("\"to\""), std::string::npos);
  EXPECT_NE(refused("from=2025-10-18&to=2026-11-22").find("At most 400 days"), std::string::npos);
  EXPECT_EQ(ask("?from=2025-10-19&to=2026-11-22").at("days").as_array().size(), 400U);
}

TEST_F(Statistics, AreForWhomTheRepositorySays) {
  download("tea-1.0.0", {token});
  const json::value seen = ask("", member);
  EXPECT_EQ(downloads(seen), 1);
  EXPECT_TRUE(seen.at("tokens").is_null()) << "tokens are for who manages them";
  EXPECT_TRUE(seen.at("tokenless").is_null());
  const TestUser stranger = server.make_user("stranger");
  EXPECT_EQ(server.get("/v1/statistics/acme/tools/", stranger).status, 404);
  EXPECT_EQ(server.get("/v1/statistics/acme/tools/").status, 401);
  const auto change = [&](const std::string& body) {
    EXPECT_EQ(server.send({.method = "PATCH", .path = "/v1/repos/acme/tools/", .caller = owner, .body = body}).status,
              200);
  };
  change(R"({"view_statistics":"Admin"})");
  EXPECT_EQ(server.get("/v1/statistics/acme/tools/", member).status, 403);
  EXPECT_EQ(downloads(ask()), 1);
  change(R"({"view_statistics":"Read","repository_type_str":"Public"})");
  EXPECT_EQ(downloads(ask("", stranger)), 1);
  EXPECT_EQ(downloads(ask("", kNobody)), 1);
  EXPECT_TRUE(ask("", kNobody).at("tokens").is_null());
}

}  // namespace
}  // namespace entrepot::testing
