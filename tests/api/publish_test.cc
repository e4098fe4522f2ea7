#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Publish : public ::testing::Test {
 protected:
  Publish() { server_.make_repository(server_.admin(), "admin/crates", "Private"); }
  void set_rules(const json::object& rules) {
    const net::HttpAnswer answer = server_.send({.method = "PATCH",
                                                 .path = "/v1/repos/admin/crates/",
                                                 .caller = server_.admin(),
                                                 .body = json::serialize(json::object{{"publish_rules", rules}})});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  int index_status(std::string_view path) {
    return server_.get(cargo_path("basic", "admin/crates", std::string("/").append(path)), server_.admin()).status;
  }

  TestServer server_;
};

TEST_F(Publish, AnswersWithWarningsAndServesTheLineAtOnce) {
  EXPECT_EQ(index_status("se/rd/serde"),
            404);  // a miss that is remembered, as cargo's check before a publish leaves it
  const net::HttpAnswer answer = server_.publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::value value = json_of(answer);
  EXPECT_TRUE(value.at("warnings").at("invalid_categories").as_array().empty());
  EXPECT_TRUE(value.at("warnings").at("invalid_badges").as_array().empty());
  EXPECT_TRUE(value.at("warnings").at("other").is_array());
  EXPECT_EQ(index_status("se/rd/serde"), 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/crates", "/serde-1.0.0.crate"), server_.admin()).status, 200);
}

TEST_F(Publish, SurvivesARestart) {
  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  server_.restart();
  EXPECT_EQ(index_status("se/rd/serde"), 200);
  EXPECT_EQ(server_.get(cargo_path("basic", "admin/crates", "/serde-1.0.0.crate"), server_.admin()).body,
            CrateBuilder("serde", "1.0.0").build());
}

TEST_F(Publish, RefusesAVersionThatExistsAlsoWithOtherBuildMetadataOrYanked) {
  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  for (const std::string version : {"1.0.0", "1.0.0+other"}) {
    const net::HttpAnswer answer = server_.publish(server_.admin(), "admin/crates", CrateBuilder("serde", version));
    EXPECT_TRUE(answer.status == 400 || answer.status == 409) << answer.status;
    EXPECT_NE(cargo_error(answer).find("1.0.0"), std::string::npos) << answer.body;
  }
  ASSERT_EQ(server_
                .send({.method = "DELETE",
                       .path = cargo_path("basic", "admin/crates", "/api/v1/crates/serde/1.0.0/yank"),
                       .caller = server_.admin()})
                .status,
            200);
  EXPECT_NE(server_.publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0")).status, 200);
}

TEST_F(Publish, RefusesANameThatDiffersOnlyInCaseOrDashes) {
  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("My-crate", "1.0.0"));
  for (const std::string name : {"my-crate", "My_crate", "MY_CRATE"}) {
    const net::HttpAnswer answer = server_.publish(server_.admin(), "admin/crates", CrateBuilder(name, "2.0.0"));
    EXPECT_TRUE(answer.status == 400 || answer.status == 409) << answer.status;
    EXPECT_NE(cargo_error(answer).find("My-crate"), std::string::npos) << answer.body;
  }
}

TEST_F(Publish, TakesOneOfManyThatComeAtTheSameTime) {
  const std::string body = CrateBuilder("serde", "1.0.0").body();
  std::vector<int> statuses(6);
  std::vector<std::thread> clients;
  for (int& status : statuses) {
    clients.emplace_back([&] {
      status = server_
                   .send({.method = "PUT",
                          .path = cargo_path("basic", "admin/crates", "/api/v1/crates/new"),
                          .caller = server_.admin(),
                          .body = body})
                   .status;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(std::ranges::count(statuses, 200), 1);
}

TEST_F(Publish, KeepsNothingOfABodyThatIsTornOrLies) {
  const std::string good = CrateBuilder("serde", "1.0.0").body();
  std::string long_json = good;
  long_json[3] = '\x7f';
  const std::vector<std::string> bodies{"",
                                        "abc",
                                        good.substr(0, 10),
                                        good.substr(0, good.size() - 1),
                                        good + "x",
                                        long_json,
                                        publish_frame("{}", "x"),
                                        publish_frame("not json", "x"),
                                        publish_frame(CrateBuilder("serde", "1.0.0").metadata_json(), "not gzip")};
  for (const std::string& body : bodies) {
    const net::HttpAnswer answer = server_.send({.method = "PUT",
                                                 .path = cargo_path("basic", "admin/crates", "/api/v1/crates/new"),
                                                 .caller = server_.admin(),
                                                 .body = body});
    EXPECT_GE(answer.status, 400) << body.size();
    EXPECT_LT(answer.status, 500) << answer.body;
    EXPECT_FALSE(cargo_error(answer).empty()) << answer.body;
  }
  EXPECT_EQ(index_status("se/rd/serde"), 404);
}

TEST_F(Publish, RefusesWhatIsLargerThanTheRepositoryAllows) {
  set_rules({{"max_crate_bytes", 2048}});
  CrateBuilder crate("serde", "1.0.0");
  crate.compression(0).file("src/lib.rs", std::string(10'000, 'x'));
  const net::HttpAnswer answer = server_.publish(server_.admin(), "admin/crates", crate);
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(cargo_error(answer).find("2048"), std::string::npos) << answer.body;
}

TEST_F(Publish, TellsWhichCategoriesAreUnknownUnlessTheRepositoryDoesNotCare) {
  const auto publish = [&](std::string_view version) {
    const CrateBuilder crate("tea", std::string(version));
    std::string metadata = crate.metadata_json();
    metadata.replace(metadata.find(R"("categories":[])"), 15, R"("categories":["no-std","tea-pots"])");
    return server_.send({.method = "PUT",
                         .path = cargo_path("basic", "admin/crates", "/api/v1/crates/new"),
                         .caller = server_.admin(),
                         .body = publish_frame(metadata, crate.build())});
  };
  const auto invalid = [](const net::HttpAnswer& answer) {
    return json_of(answer).at("warnings").at("invalid_categories");
  };
  EXPECT_EQ(invalid(publish("1.0.0")), json::value(json::array{"tea-pots"}));
  set_rules({{"check_categories", false}});
  EXPECT_EQ(invalid(publish("1.1.0")), json::value(json::array{}));
}

TEST_F(Publish, IsAsFastForEachUserAsTheRepositorySays) {
  set_rules({{"new_crate_burst", 2}, {"new_version_burst", 1}});
  const auto publish = [&](const std::string& name, const std::string& version) {
    return server_.publish(server_.admin(), "admin/crates", CrateBuilder(name, version));
  };
  EXPECT_EQ(publish("tea", "1.0.0").status, 200);
  EXPECT_EQ(publish("coffee", "1.0.0").status, 200);
  const net::HttpAnswer third = publish("cocoa", "1.0.0");
  EXPECT_EQ(third.status, 429);
  EXPECT_EQ(third.field("retry-after"), "600");
  EXPECT_NE(cargo_error(third).find("too many new crates"), std::string::npos) << third.body;
  EXPECT_EQ(publish("tea", "1.1.0").status, 200);
  EXPECT_EQ(publish("tea", "1.2.0").field("retry-after"), "60");
  server_.clock().advance(Seconds(600));
  EXPECT_EQ(publish("cocoa", "1.0.0").status, 200);
}

TEST_F(Publish, NeedsAKeyThatMayPublishThisCrateHere) {
  server_.make_repository(server_.admin(), "admin/other", "Private");
  const CrateBuilder crate("serde", "1.0.0");
  const TestUser& admin = server_.admin();
  EXPECT_EQ(server_.publish(kNobody, "admin/crates", crate).status, 401);
  EXPECT_EQ(server_.publish(kStranger, "admin/crates", crate).status, 404);
  EXPECT_EQ(server_.publish(server_.make_key(admin, {{"scope", "read"}}), "admin/crates", crate).status, 403);
  EXPECT_EQ(server_.publish({server_.make_entitlement(admin, "admin/crates", "ci")}, "admin/crates", crate).status,
            403);
  const TestUser elsewhere =
      server_.make_key(admin, {{"scope", "publish"}, {"repositories", json::array{"admin/other"}}});
  EXPECT_EQ(server_.publish(elsewhere, "admin/crates", crate).status, 404);
  const TestUser pattern = server_.make_key(admin, {{"scope", "publish"}, {"crates", json::array{"tokio*"}}});
  EXPECT_EQ(server_.publish(pattern, "admin/crates", crate).status, 403);
  EXPECT_EQ(server_.publish(pattern, "admin/crates", CrateBuilder("tokio-util", "1.0.0")).status, 200);
  EXPECT_EQ(index_status("se/rd/serde"), 404);
}

TEST_F(Publish, TakesEveryFormInWhichAKeyMayCome) {
  const std::string key = server_.admin().key;
  const std::vector<std::string> forms{key, "Bearer " + key, "bearer " + key, "Token " + key, "token " + key};
  int minor = 0;
  for (const std::string& form : forms) {
    const CrateBuilder crate("serde", "1." + std::to_string(++minor) + ".0");
    EXPECT_EQ(server_.publish({form}, "admin/crates", crate).status, 200) << form.substr(0, 8);
  }
  const net::HttpAnswer answer = server_.send({.method = "PUT",
                                               .path = cargo_path("basic", "admin/crates", "/api/v1/crates/new"),
                                               .body = CrateBuilder("serde", "2.0.0").body(),
                                               .fields = {{"X-Api-Key", key}}});
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(Publish, IsNotSpokenInOtherMethods) {
  const net::HttpAnswer answer = server_.send(
      {.method = "POST", .path = cargo_path("basic", "admin/crates", "/api/v1/crates/new"), .caller = server_.admin()});
  EXPECT_EQ(answer.status, 405);
  EXPECT_NE(answer.field("allow").find("PUT"), std::string_view::npos);
  EXPECT_FALSE(cargo_error(answer).empty());
}

}  // namespace
}  // namespace entrepot::testing
