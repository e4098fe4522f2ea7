#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Search : public ::testing::Test {
 protected:
  Search() {
    server_.make_repository(server_.admin(), "admin/crates", "Public");
    for (const std::string name : {"serde", "serde_json", "json-tools", "unrelated"}) {
      server_.must_publish(server_.admin(), "admin/crates", CrateBuilder(name, "1.0.0"));
    }
    server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.2.0"));
    EXPECT_TRUE(server_.registry().followers().catch_up().has_value());
  }
  json::value ask(std::string_view query) {
    const net::HttpAnswer answer =
        server_.get(cargo_path("public", "admin/crates", std::string("/api/v1/crates").append(query)));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json_of(answer);
  }
  static std::vector<std::string> names(const json::value& answer) {
    std::vector<std::string> found;
    for (const json::value& crate : answer.at("crates").as_array()) found.push_back(text_at(crate, "name"));
    return found;
  }

  TestServer server_;
};

TEST_F(Search, GivesWhatCargoPrints) {
  const json::value answer = ask("?q=serde&per_page=10");
  EXPECT_EQ(names(answer), (std::vector<std::string>{"serde", "serde_json"}));
  EXPECT_EQ(answer.at("meta").at("total").to_number<int>(), 2);
  const json::value& best = answer.at("crates").at(0);
  EXPECT_EQ(text_at(best, "max_version"), "1.2.0");
  EXPECT_TRUE(best.at("description").is_string());
}

TEST_F(Search, DecodesTheQueryAndTakesDashAndUnderscoreForTheSame) {
  EXPECT_EQ(names(ask("?q=serde%2Djson")), (std::vector<std::string>{"serde_json"}));
  EXPECT_EQ(names(ask("?q=SERDE+json")), (std::vector<std::string>{"serde_json"}));
  EXPECT_TRUE(names(ask("?q=nothing%20like%20it")).empty());
}

TEST_F(Search, ClampsPagesAndIgnoresWhatItDoesNotKnow) {
  const json::value one = ask("?q=&per_page=1&page=2&sort=alphabetical");
  EXPECT_EQ(one.at("crates").as_array().size(), 1U);
  EXPECT_EQ(one.at("meta").at("total").to_number<int>(), 4);
  EXPECT_EQ(ask("?per_page=100000").at("crates").as_array().size(), 4U);
  EXPECT_EQ(ask("?per_page=0").at("crates").as_array().size(), 1U);
  EXPECT_EQ(ask("?per_page=x&page=-1").at("crates").as_array().size(), 4U);
  EXPECT_TRUE(ask("?page=99999999999999999999").at("crates").as_array().empty());
}

TEST_F(Search, TakesHostileTextAsText) {
  for (const std::string_view text : {"%27%3B%20DROP%20TABLE%20crates%3B--", "%25", "_", "%5C", "%22%22%22", "%00",
                                      "%ff", "*", "a%20OR%20b%20NEAR%20c"}) {
    const net::HttpAnswer answer =
        server_.get(cargo_path("public", "admin/crates", std::string("/api/v1/crates?q=").append(text)));
    EXPECT_LT(answer.status, 500) << text << answer.body;
  }
  EXPECT_EQ(names(ask("?q=serde")).size(), 2U);
}

TEST_F(Search, SeesOnlyItsOwnRepository) {
  server_.make_repository(server_.admin(), "admin/other", "Public");
  const net::HttpAnswer answer = server_.get(cargo_path("public", "admin/other", "/api/v1/crates?q=serde"));
  EXPECT_EQ(json_of(answer), json::parse(R"({"crates":[],"meta":{"total":0}})"));
}

}  // namespace
}  // namespace entrepot::testing
