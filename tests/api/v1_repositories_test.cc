#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

class Repositories : public ::testing::Test {
 protected:
  net::HttpAnswer patch(std::string_view repository, const json::object& change, const Caller& caller) {
    return server_.send({.method = "PATCH",
                         .path = "/v1/repos/" + std::string(repository) + "/",
                         .caller = caller,
                         .body = json::serialize(change)});
  }
  TestServer server_;
};

TEST_F(Repositories, LookAsTheManagementApiSays) {
  const net::HttpAnswer made = server_.post(
      "/v1/repos/admin/", server_.admin(),
      json::object{
          {"name", "My crates"}, {"slug", "crates"}, {"repository_type_str", "Public"}, {"description", "Ours"}});
  ASSERT_EQ(made.status, 201) << made.body;
  expect_golden("v1_repository_created.json", without_chance(json_of(made), server_.url()));
  expect_golden("v1_repository.json",
                without_chance(json_of(server_.get("/v1/repos/admin/crates/", server_.admin())), server_.url()));

  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.1.0"));
  const json::value shown = json_of(server_.get("/v1/repos/admin/crates/", server_.admin()));
  EXPECT_EQ(shown.at("package_count").to_number<int>(), 2);
  EXPECT_EQ(shown.at("package_group_count").to_number<int>(), 1);
  EXPECT_GT(shown.at("size").to_number<int>(), 0);
}

TEST_F(Repositories, ArePrivateUnlessSaidOtherwiseAndGetTheirSlugFromTheirName) {
  const json::value made =
      json_of(server_.post("/v1/repos/admin/", server_.admin(), json::object{{"name", "My crates"}}));
  EXPECT_EQ(text_at(made, "repository_type_str"), "Private");
  EXPECT_EQ(text_at(made, "slug"), "my-crates");
}

TEST_F(Repositories, RefuseSettingsThatWouldDoNothingUnlessTheyAreTheDefault) {
  server_.make_repository(server_.admin(), "admin/crates", "Private");
  const json::object defaults{
      {"user_entitlements_enabled", true}, {"scan_packages", "Read"}, {"default_privilege", "Write"}};
  const net::HttpAnswer changed = patch("admin/crates", defaults, server_.admin());
  ASSERT_EQ(changed.status, 200) << changed.body;
  for (const json::object& other : {json::object{{"user_entitlements_enabled", false}},
                                    json::object{{"scan_packages", "Admin"}}, json::object{{"enforce_eula", true}}}) {
    const net::HttpAnswer refused = patch("admin/crates", other, server_.admin());
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_TRUE(json_of(refused).at("fields").as_object().contains(other.begin()->key())) << refused.body;
  }
  const json::value shown = json_of(server_.get("/v1/repos/admin/crates", server_.admin()));
  EXPECT_EQ(shown.at("user_entitlements_enabled"), json::value(true));
  EXPECT_EQ(text_at(shown, "scan_packages"), "Read");
  EXPECT_EQ(text_at(shown, "default_privilege"), "Write");
  EXPECT_EQ(text_at(shown, "repository_type_str"), "Private");
}

TEST_F(Repositories, ChangeTheirPublishRulesKeyByKey) {
  server_.make_repository(server_.admin(), "admin/crates", "Private");
  ASSERT_EQ(patch("admin/crates", {{"publish_rules", json::object{{"max_keywords", 7}}}}, server_.admin()).status, 200);
  ASSERT_EQ(patch("admin/crates", {{"publish_rules", json::object{{"check_spdx", false}}}}, server_.admin()).status,
            200);
  const json::value rules = json_of(server_.get("/v1/repos/admin/crates/", server_.admin())).at("publish_rules");
  EXPECT_EQ(rules.at("max_keywords").to_number<int>(), 7);
  EXPECT_EQ(rules.at("check_spdx"), json::value(false));
  EXPECT_EQ(rules.at("max_categories").to_number<int>(), 5);

  const net::HttpAnswer wrong =
      patch("admin/crates", {{"publish_rules", json::object{{"max_keyword", 7}}}}, server_.admin());
  EXPECT_EQ(wrong.status, 422);
  EXPECT_NE(wrong.body.find("max_keywords"), std::string::npos) << wrong.body;
}

TEST_F(Repositories, TellEveryFieldThatIsWrong) {
  const net::HttpAnswer answer = server_.post("/v1/repos/admin/", server_.admin(),
                                              json::object{{"slug", 5},
                                                           {"repository_type_str", "Purple"},
                                                           {"copy_own", "yes"},
                                                           {"description", std::string(1001, 'x')}});
  ASSERT_EQ(answer.status, 422) << answer.body;
  const json::value value = json_of(answer);
  EXPECT_EQ(text_at(value, "code"), "invalid");
  for (const std::string_view field : {"name", "slug", "repository_type_str", "copy_own", "description"}) {
    EXPECT_TRUE(value.at("fields").as_object().contains(field)) << field;
  }
}

TEST_F(Repositories, RefuseSlugsThatAreTakenReservedOrMalformed) {
  server_.make_repository(server_.admin(), "admin/crates", "Private");
  const auto status = [&](std::string_view slug) {
    return server_.post("/v1/repos/admin/", server_.admin(), json::object{{"name", "x"}, {"slug", slug}}).status;
  };
  EXPECT_EQ(status("CRATES"), 409);
  for (const std::string_view slug : {"a", "a.b", "a/b", "a b", "../x", "ümlaut"}) EXPECT_EQ(status(slug), 422) << slug;
}

TEST_F(Repositories, AreListedByPages) {
  for (int number = 0; number < 5; ++number) {
    server_.make_repository(server_.admin(), "admin/crates-" + std::to_string(number), "Private");
  }
  const net::HttpAnswer page = server_.get("/v1/repos/admin/?page=2&page_size=2", server_.admin());
  ASSERT_EQ(page.status, 200);
  const json::array list = json_of(page).as_array();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(text_at(list[0], "slug"), "crates-2");
  EXPECT_EQ(page.field("x-pagination-count"), "5");
  EXPECT_EQ(page.field("x-pagination-page"), "2");
  EXPECT_EQ(page.field("x-pagination-pagetotal"), "3");
  EXPECT_EQ(page.field("x-pagination-pagesize"), "2");
  EXPECT_TRUE(json_of(server_.get("/v1/repos/admin/?page=9", server_.admin())).as_array().empty());
  const TestUser stranger = server_.make_user("stranger");
  EXPECT_TRUE(json_of(server_.get("/v1/repos/", stranger)).as_array().empty());
}

TEST_F(Repositories, ThatAreDeletedAreGoneAtOnceAndTheirNameIsFree) {
  server_.make_repository(server_.admin(), "admin/crates", "Public");
  server_.must_publish(server_.admin(), "admin/crates", CrateBuilder("serde", "1.0.0"));
  ASSERT_EQ(server_.get(cargo_path("public", "admin/crates", "/se/rd/serde")).status, 200);
  ASSERT_EQ(server_.send({.method = "DELETE", .path = "/v1/repos/admin/crates/", .caller = server_.admin()}).status,
            200);
  EXPECT_EQ(server_.get(cargo_path("public", "admin/crates", "/se/rd/serde"), kStranger).status, 404);
  EXPECT_EQ(server_.get("/v1/repos/admin/crates/", server_.admin()).status, 404);
  server_.make_repository(server_.admin(), "admin/crates", "Public");
  EXPECT_EQ(server_.get(cargo_path("public", "admin/crates", "/se/rd/serde")).status, 404);
  server_.allow_orphans();
}

TEST_F(Repositories, ChangeVisibilityAndNameAtOnce) {
  server_.make_repository(server_.admin(), "admin/crates", "Public");
  ASSERT_EQ(server_.get(cargo_path("public", "admin/crates", "/config.json")).status, 200);
  ASSERT_EQ(patch("admin/crates", {{"repository_type_str", "Private"}}, server_.admin()).status, 200);
  EXPECT_EQ(server_.get(cargo_path("public", "admin/crates", "/config.json")).status, 401);
  ASSERT_EQ(patch("admin/crates", {{"slug", "renamed"}, {"repository_type_str", "Public"}}, server_.admin()).status,
            200);
  EXPECT_EQ(server_.get(cargo_path("public", "admin/renamed", "/config.json")).status, 200);
  EXPECT_EQ(server_.get(cargo_path("public", "admin/crates", "/config.json")).status, 401);
}

}  // namespace
}  // namespace entrepot::testing
