#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <thread>
#include <vector>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class LimitedEntitlement : public ::testing::Test {
 protected:
  LimitedEntitlement() {
    server_.make_repository(server_.admin(), "admin/secret", "Private");
    server_.must_publish(server_.admin(), "admin/secret", crate_);
  }
  net::HttpAnswer create(json::object body) {
    body["name"] = "limited";
    return server_.post("/v1/entitlements/admin/secret/", server_.admin(), body);
  }
  /// The token, and where to change it.
  std::string make(json::object body) {
    const net::HttpAnswer made = create(std::move(body));
    EXPECT_EQ(made.status, 201) << made.body;
    path_ = "/v1/entitlements/admin/secret/" + text_at(json_of(made), "slug_perm") + "/";
    return text_at(json_of(made), "token");
  }
  net::HttpAnswer update(const json::object& body) {
    return server_.send({.method = "PATCH", .path = path_, .caller = server_.admin(), .body = json::serialize(body)});
  }
  json::value look() { return json_of(server_.get(path_, server_.admin())); }
  net::HttpAnswer download(std::string_view token, std::string_view file = "/serde-1.0.0.crate") {
    return server_.get(cargo_path(token, "admin/secret", file));
  }
  net::HttpAnswer index(std::string_view token, std::string_view path = "/se/rd/serde") {
    return server_.get(cargo_path(token, "admin/secret", path));
  }

  TestServer server_{{.trusted_proxies = {"127.0.0.1"}}};
  CrateBuilder crate_{"serde", "1.0.0"};
  std::string path_;
};

TEST_F(LimitedEntitlement, LooksAsTheManagementApiSays) {
  const net::HttpAnswer made = create({{"limit_num_downloads", 3},
                                       {"limit_num_clients", 2},
                                       {"limit_bandwidth", 5},
                                       {"limit_bandwidth_unit", "Megabyte"},
                                       {"limit_date_range_from", "2026-01-01T00:00:00Z"},
                                       {"limit_date_range_to", "2027-01-01T00:00:00Z"},
                                       {"limit_package_query", "name:serde"},
                                       {"scheduled_reset_period", "Monthly"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_entitlement_limited.json", without_chance(json_of(made), server_.url()));
}

TEST_F(LimitedEntitlement, RefusesTheDownloadOverItsNumberWithASentence) {
  const std::string token = make({{"limit_num_downloads", 2}});
  EXPECT_EQ(download(token).body, crate_.build());
  EXPECT_EQ(server_.send({.method = "HEAD", .path = cargo_path(token, "admin/secret", "/serde-1.0.0.crate")}).status,
            200);
  EXPECT_EQ(download(token).status, 200);
  const net::HttpAnswer refused = download(token);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(cargo_error(refused).find("for 2 downloads, and they are used up"), std::string::npos) << refused.body;
  EXPECT_EQ(index(token).status, 200) << "the index still tells what there is";
  const json::value now = look();
  EXPECT_EQ(now.at("downloads"), json::value(2));
  EXPECT_EQ(now.at("is_limited"), json::value(true));
  EXPECT_EQ(text_at(now, "usage"), "2 of 2 downloads");
}

TEST_F(LimitedEntitlement, LetsThroughExactlyItsNumberWhenManyComeAtOnce) {
  const std::string token = make({{"limit_num_downloads", 20}});
  std::atomic<int> served{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < 8; ++client) {
    clients.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        const int status = download(token).status;
        if (status == 200) ++served;
        if (status == 403) ++refused;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(served.load(), 20);
  EXPECT_EQ(refused.load(), 20);
}

TEST_F(LimitedEntitlement, CountsBytesThatArePartOfAFileToo) {
  const auto size = static_cast<std::int64_t>(crate_.build().size());
  const std::string token = make({{"limit_bandwidth", size + 9}});
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
  const auto part = [&](const std::string& range) {
    return server_.send({.path = cargo_path(token, "admin/secret", "/serde-1.0.0.crate"), .fields = {{"Range", range}}})
        .status;
  };
  EXPECT_EQ(part("bytes=5-14"), 403);
  EXPECT_EQ(part("bytes=5-13"), 206);
  EXPECT_EQ(part("bytes=5-5"), 403);
  EXPECT_EQ(look().at("bandwidth"), json::value(size + 9));
}

TEST_F(LimitedEntitlement, CountsNothingWhereNoBytesLeave) {
  const std::string token = make({{"limit_num_downloads", 2}});
  const std::string path = cargo_path(token, "admin/secret", "/serde-1.0.0.crate");
  const net::HttpAnswer first = download(token);
  EXPECT_EQ(first.status, 200);
  const std::string etag(first.field("etag"));
  EXPECT_EQ(server_.send({.path = path, .fields = {{"If-None-Match", etag}}}).status, 304);
  EXPECT_EQ(server_.send({.method = "HEAD", .path = path}).status, 200);
  EXPECT_EQ(server_.send({.path = path, .fields = {{"Range", "bytes=99999999-"}}}).status, 416);
  EXPECT_EQ(download(token, "/serde-9.0.0.crate").status, 404);
  EXPECT_EQ(look().at("downloads"), json::value(1));
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
  EXPECT_EQ(server_.send({.path = path, .fields = {{"If-None-Match", etag}}}).status, 304) << "it has the file already";
}

TEST_F(LimitedEntitlement, SaysThatNothingIsLeftWhenItsLimitWasLoweredBelowWhatItUsed) {
  const std::string token = make({{"limit_bandwidth", 1}, {"limit_bandwidth_unit", "Yottabyte"}});
  EXPECT_EQ(download(token).status, 200) << "more bytes than can be counted are no limit";
  ASSERT_EQ(update({{"limit_bandwidth_unit", "Byte"}}).status, 200);
  const net::HttpAnswer refused = download(token);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(cargo_error(refused).find("of which 0 are left"), std::string::npos) << refused.body;
}

TEST_F(LimitedEntitlement, IsHeldToItsLimitsInAPublicRepositoryOnlyByItsOwnUrls) {
  server_.make_repository(server_.admin(), "admin/open", "Public");
  server_.must_publish(server_.admin(), "admin/open", CrateBuilder("serde", "1.0.0"));
  const net::HttpAnswer made = server_.post("/v1/entitlements/admin/open/", server_.admin(),
                                            json::object{{"name", "limited"}, {"limit_num_downloads", 1}});
  const std::string token = text_at(json_of(made), "token");
  const std::string its_own = cargo_path(token, "admin/open", "/serde-1.0.0.crate");
  const net::HttpAnswer first = server_.get(its_own);
  EXPECT_EQ(first.status, 200);
  EXPECT_TRUE(first.field("cache-control").starts_with("private")) << "else others would be served by a cache";
  EXPECT_EQ(server_.get(its_own).status, 403);
  for (const Caller& caller : {kNobody, kStranger, Caller{token}}) {
    EXPECT_EQ(server_.get(cargo_path("basic", "admin/open", "/serde-1.0.0.crate"), caller).status, 200);
  }
}

TEST_F(LimitedEntitlement, ServesSoManyClientAddressesOnly) {
  const std::string token = make({{"limit_num_clients", 2}});
  const auto from = [&](const std::string& hops) {
    return server_.send(
        {.path = cargo_path(token, "admin/secret", "/serde-1.0.0.crate"), .fields = {{"X-Forwarded-For", hops}}});
  };
  EXPECT_EQ(from("192.0.2.1").status, 200);
  EXPECT_EQ(from("192.0.2.1").status, 200);
  EXPECT_EQ(from("2001:db8::2").status, 200);
  const net::HttpAnswer refused = from("192.0.2.3");
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(cargo_error(refused).find("for 2 client addresses"), std::string::npos) << refused.body;
  EXPECT_EQ(from("192.0.2.1, 192.0.2.3").status, 403) << "what stands left of the last hop anybody may have written";
  EXPECT_EQ(download(token).status, 403) << "the proxy itself is another client";
  EXPECT_EQ(from("192.0.2.1").status, 200);
  EXPECT_EQ(look().at("clients"), json::value(2));
  EXPECT_EQ(text_at(look(), "usage"), "2 of 2 clients");
  server_.restart();
  EXPECT_EQ(from("192.0.2.3").status, 403);
  EXPECT_EQ(from("2001:db8::2").status, 200);
  ASSERT_EQ(update({{"limit_num_clients", 3}}).status, 200);
  EXPECT_EQ(from("192.0.2.3").status, 200);
  EXPECT_EQ(from("192.0.2.4").status, 403);
}

TEST_F(LimitedEntitlement, ServesItsNumberOfClientsExactlyWhenManyComeAtOnce) {
  constexpr int kClients = 12;
  const std::string token = make({{"limit_num_clients", 5}});
  std::atomic<int> served{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, address = "192.0.2." + std::to_string(client + 1)] {
      const net::HttpAnswer answer = server_.send(
          {.path = cargo_path(token, "admin/secret", "/serde-1.0.0.crate"), .fields = {{"X-Forwarded-For", address}}});
      if (answer.status == 200) ++served;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(served.load(), 5);
  EXPECT_EQ(look().at("clients"), json::value(5));
}

TEST_F(LimitedEntitlement, WorksInItsSpanOfTimeOnly) {
  const std::string token =
      make({{"limit_date_range_from", "2026-11-23T00:00:00Z"}, {"limit_date_range_to", "2026-11-24T00:00:00Z"}});
  const net::HttpAnswer early = index(token, "/config.json");
  EXPECT_EQ(early.status, 403);
  EXPECT_NE(cargo_error(early).find("2026-11-23T00:00:00Z"), std::string::npos) << early.body;
  server_.clock().advance(std::chrono::hours(12));
  EXPECT_EQ(index(token, "/config.json").status, 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/secret", "/se/rd/serde"), {token}).status, 200);
  server_.clock().advance(std::chrono::hours(24));
  EXPECT_EQ(index(token, "/config.json").status, 403);
  EXPECT_EQ(download(token).status, 403);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/secret", "/se/rd/serde"), {token}).status, 403);
  ASSERT_EQ(update({{"limit_date_range_to", nullptr}}).status, 200);
  EXPECT_EQ(download(token).status, 200);
}

TEST_F(LimitedEntitlement, BeginsAnewWhenItIsReset) {
  const std::string token = make({{"limit_num_downloads", 1}});
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
  EXPECT_EQ(server_.post(path_ + "reset/", server_.admin(), json::object{}).status, 204);
  EXPECT_EQ(look().at("downloads"), json::value(0));
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
}

TEST_F(LimitedEntitlement, BeginsAnewByItselfAsScheduled) {
  const std::string token = make({{"limit_num_downloads", 1}, {"scheduled_reset_period", "Weekly"}});
  EXPECT_EQ(text_at(look(), "scheduled_reset_at"), "2026-11-29T12:00:00Z");
  EXPECT_EQ(download(token).status, 200);
  const net::HttpAnswer refused = download(token);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(cargo_error(refused).find("2026-11-29T12:00:00Z"), std::string::npos) << refused.body;
  server_.clock().advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(look().at("downloads"), json::value(0));
  EXPECT_EQ(text_at(look(), "scheduled_reset_at"), "2026-12-06T12:00:00Z");
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
}

TEST_F(LimitedEntitlement, KeepsItsCountsThroughAChangeARefreshAndARestart) {
  std::string token = make({{"limit_num_downloads", 2}});
  EXPECT_EQ(download(token).status, 200);
  const net::HttpAnswer refreshed = server_.post(path_ + "refresh/", server_.admin(), json::object{});
  ASSERT_EQ(refreshed.status, 200) << refreshed.body;
  EXPECT_EQ(json_of(refreshed).at("downloads"), json::value(1));
  token = text_at(json_of(refreshed), "token");
  const net::HttpAnswer updated = update({{"limit_num_downloads", 3}, {"name", "renamed"}});
  ASSERT_EQ(updated.status, 200) << updated.body;
  EXPECT_EQ(json_of(updated).at("downloads"), json::value(1));
  EXPECT_EQ(text_at(json_of(updated), "name"), "renamed");
  EXPECT_EQ(download(token).status, 200);
  server_.restart();
  EXPECT_EQ(download(token).status, 200);
  EXPECT_EQ(download(token).status, 403);
}

TEST_F(LimitedEntitlement, IsRefusedFieldByFieldWhenItsLimitsMakeNoSense) {
  const net::HttpAnswer refused = create({{"limit_num_downloads", 0},
                                          {"limit_num_clients", "two"},
                                          {"limit_bandwidth", -1},
                                          {"limit_bandwidth_unit", "Kibibyte"},
                                          {"limit_date_range_from", "tomorrow"},
                                          {"limit_package_query", "name:("},
                                          {"scheduled_reset_period", "Hourly"}});
  ASSERT_EQ(refused.status, 422) << refused.body;
  for (const std::string_view field :
       {"limit_num_downloads", "limit_num_clients", "limit_bandwidth", "limit_bandwidth_unit", "limit_date_range_from",
        "limit_package_query", "scheduled_reset_period"}) {
    EXPECT_TRUE(json_of(refused).at("fields").as_object().contains(field)) << field;
  }
  EXPECT_EQ(create({{"limit_date_range_from", "2027-01-02T00:00:00Z"}, {"limit_date_range_to", "2027-01-01T00:00:00Z"}})
                .status,
            422);
}

TEST_F(LimitedEntitlement, ReadsOnlyWhatItsQueryAdmits) {
  server_.must_publish(server_.admin(), "admin/secret", CrateBuilder("serde", "2.0.0"));
  server_.must_publish(server_.admin(), "admin/secret", CrateBuilder("tokio", "1.0.0"));
  const std::string token = make({{"limit_package_query", "name:^serde$ AND version:<2.0.0"}});

  const net::HttpAnswer entry = index(token);
  ASSERT_EQ(entry.status, 200);
  EXPECT_NE(entry.body.find(R"("vers":"1.0.0")"), std::string::npos) << entry.body;
  EXPECT_EQ(entry.body.find(R"("vers":"2.0.0")"), std::string::npos) << entry.body;
  EXPECT_EQ(entry.field("last-modified"), "");
  EXPECT_EQ(server_
                .send({.path = cargo_path(token, "admin/secret", "/se/rd/serde"),
                       .fields = {{"If-None-Match", std::string(entry.field("etag"))}}})
                .status,
            304);
  EXPECT_EQ(index(token, "/to/ki/tokio").status, 404);

  EXPECT_EQ(download(token).status, 200);
  const net::HttpAnswer refused = download(token, "/serde-2.0.0.crate");
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(cargo_error(refused).find("its query admits"), std::string::npos) << refused.body;
  EXPECT_EQ(download(token, "/tokio-1.0.0.crate").status, 403);
  EXPECT_EQ(download(token, "/serde-3.0.0.crate").status, 403) << "what it may not see does not differ from nothing";

  // Whatever else tells of the whole repository is not for it.
  EXPECT_EQ(index(token, "/config.json").status, 200);
  EXPECT_EQ(index(token, "/api/v1/crates?q=tokio").status, 403);
  EXPECT_EQ(index(token, "/api/v1/crates/tokio/owners").status, 403);
  EXPECT_EQ(index(token, "/index.git/HEAD").status, 403);
  EXPECT_EQ(index(token, "/index.git/info/refs?service=git-receive-pack").status, 403);
  const net::HttpAnswer refs = index(token, "/index.git/info/refs?service=git-upload-pack");
  EXPECT_EQ(refs.status, 200) << "of any other status git clients show the number, and not the sentence";
  EXPECT_NE(refs.body.find("ERR This entitlement token reads a part of the repository only"), std::string::npos);
  EXPECT_EQ(refs.body.find("HEAD"), std::string::npos) << refs.body;
  const net::HttpAnswer fetched = server_.send({.method = "POST",
                                                .path = cargo_path(token, "admin/secret", "/index.git/git-upload-pack"),
                                                .body = "0000",
                                                .fields = {{"Content-Type", "application/x-git-upload-pack-request"}}});
  EXPECT_TRUE(fetched.body.substr(4).starts_with("ERR This entitlement token reads")) << fetched.body;

  // Others see everything, also after it has looked.
  EXPECT_NE(server_.get(cargo_path("basic", "admin/secret", "/se/rd/serde"), server_.admin()).body.find("2.0.0"),
            std::string::npos);
  ASSERT_EQ(update({{"limit_package_query", "name:tokio"}}).status, 200);
  EXPECT_EQ(index(token).status, 404);
  EXPECT_EQ(index(token, "/to/ki/tokio").status, 200);
  ASSERT_EQ(update({{"limit_package_query", nullptr}}).status, 200);
  EXPECT_EQ(index(token).status, 200);
  EXPECT_EQ(index(token, "/api/v1/crates?q=tokio").status, 200);
}

TEST_F(LimitedEntitlement, ReplacesThoseOfARepositoryThatIsSyncedWithItsOwn) {
  const std::string token = make({{"limit_num_downloads", 1}});
  server_.make_repository(server_.admin(), "admin/other", "Private");
  const std::string old = server_.make_entitlement(server_.admin(), "admin/other", "old");
  const auto reads = [&](std::string_view shown) {
    return server_.get(cargo_path(shown, "admin/other", "/config.json")).status;
  };
  ASSERT_EQ(reads(old), 200);
  EXPECT_EQ(download(token).status, 200);

  const auto sync = [&](std::string_view source) {
    return server_.post("/v1/entitlements/admin/other/sync/", server_.admin(), json::object{{"source", source}});
  };
  const net::HttpAnswer synced = sync("secret");
  ASSERT_EQ(synced.status, 200) << synced.body;
  const json::array tokens = json_of(synced).at("tokens").as_array();
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(text_at(tokens[0], "name"), "Default");
  EXPECT_EQ(text_at(tokens[1], "name"), "limited");
  EXPECT_EQ(tokens[1].at("limit_num_downloads"), json::value(1));
  EXPECT_EQ(tokens[1].at("downloads"), json::value(0)) << "each repository counts for itself";
  EXPECT_TRUE(text_at(tokens[1], "token").starts_with("****"));
  EXPECT_EQ(reads(old), 404);
  EXPECT_EQ(reads(token), 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/other", "/config.json"), {token}).status, 200);
  EXPECT_EQ(download(token).status, 403);

  EXPECT_EQ(sync("other").status, 422);
  EXPECT_EQ(sync("nowhere").status, 404);
  EXPECT_EQ(sync("").status, 422);
  EXPECT_EQ(sync("secret").status, 200) << "again gives the same";
}

}  // namespace
}  // namespace entrepot::testing
