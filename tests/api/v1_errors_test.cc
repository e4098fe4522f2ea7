#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/management/settings.h"
#include "api/routes.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

constexpr std::size_t kJsonBody = 1024 * 1024;

/// The fields that a body may have, by route. A route without any takes a body and does not look at it.
std::map<std::string_view, std::vector<std::string>> known_fields() {
  std::vector<std::string> repository{"name",         "slug", "description", "repository_type_str", "default_privilege",
                                      "publish_rules"};
  for (const api::management::Setting& setting : api::management::repository_settings()) {
    repository.emplace_back(setting.key);
  }
  return {
      {"abort_file", {}},
      {"add_crate_owners", {"owners"}},
      {"add_member", {"user", "role"}},
      {"add_privileges", {"privileges"}},
      {"begin_file", {"filename", "md5_checksum", "method"}},
      {"bulk_action", {"action", "identifiers", "repository", "target_repository"}},
      {"change_recycle_bin", {"action", "identifiers", "repository"}},
      {"complete_file", {}},
      {"copy_package", {"destination", "republish"}},
      {"create_entitlement", {"name", "token", "is_active", "limit_num_downloads", "limit_package_query"}},
      {"create_key", {"name", "scope", "repositories", "crates", "user", "expires_at"}},
      {"create_organisation", {"slug", "name"}},
      {"create_repository", repository},
      {"create_user", {"slug", "name", "email", "is_admin", "password"}},
      {"finish_first_run", {"key", "password"}},
      {"log_in", {"email", "password"}},
      {"move_package", {"destination"}},
      {"quarantine_package", {"release", "restore"}},
      {"refresh_entitlement", {"token", "is_active", "limit_num_downloads", "limit_package_query"}},
      {"remove_crate_owners", {"owners"}},
      {"replace_privileges", {"privileges"}},
      {"resync_package", {}},
      {"set_password", {"password", "current_password"}},
      {"sign_in", {"user", "password"}},
      {"sync_entitlements", {"source"}},
      {"tag_package", {"action", "tags", "is_immutable"}},
      {"update_entitlement", {"name", "token", "is_active", "limit_num_downloads", "limit_package_query"}},
      {"update_member", {"role"}},
      {"update_repository", repository},
      {"upload_package", {"package_file", "republish", "tags"}},
      {"validate_file", {"filename", "md5_checksum", "method"}},
      {"validate_upload", {"package_file", "republish", "tags"}},
  };
}

bool takes_json(const api::Route& route) {
  return route.shape == api::ErrorShape::management && route.traffic == api::Traffic::change && route.body_limit > 0 &&
         route.body_limit <= kJsonBody;
}

/// A server in which every path of the table leads somewhere, seen by its admin.
class Errors : public ::testing::Test {
 protected:
  Errors() {
    server.make_organisation(admin, "acme");
    server.add_member(admin, "acme", server.make_user("member"), "Member");
    server.make_repository(admin, "acme/tools", "Private");
    server.must_publish(admin, "acme/tools", CrateBuilder("serde", "1.0.0"));
    values["{owner}"] = values["{organisation}"] = "acme";
    values["{repository}"] = "tools";
    values["{user}"] = values["{member}"] = "member";
    values["{package}"] = text_at(json_of(server.get("/v1/packages/acme/tools/", admin)).at(0), "slug_perm");
    values["{entitlement}"] = text_at(json_of(server.get("/v1/entitlements/acme/tools/", admin)).at(0), "slug_perm");
    values["{upload}"] = "nothing";
    values["{crate}"] = "serde";
    values["{version}"] = "1.0.0";
  }

  std::string path_of(const api::Route& route) const {
    std::string path(route.pattern);
    for (const auto& [name, value] : values) {
      if (const std::size_t at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    }
    EXPECT_EQ(path.find('{'), std::string::npos) << path;
    return path + "/";
  }
  net::HttpAnswer send(const api::Route& route, std::string body,
                       Undescribed undescribed = Undescribed::forbidden) const {
    return server.send({.method = std::string(http::method_word(route.method)),
                        .path = path_of(route),
                        .caller = admin,
                        .body = std::move(body),
                        .fields = {{"Content-Type", "application/json"}},
                        .undescribed = undescribed});
  }
  /// {detail, code, request_id}, and fields with a 422 only.
  static void expect_shape(const net::HttpAnswer& answer, int status, std::string_view code, std::string_view what) {
    EXPECT_EQ(answer.status, status) << what << ": " << answer.body;
    const json::value body = json_of(answer);
    EXPECT_FALSE(text_at(body, "detail").empty()) << what;
    EXPECT_EQ(text_at(body, "code"), code) << what;
    EXPECT_FALSE(text_at(body, "request_id").empty()) << what;
    EXPECT_EQ(body.is_object() && body.get_object().contains("fields"), status == 422) << what;
  }

  TestServer server;
  TestUser admin = server.admin();
  std::map<std::string, std::string> values;
};

TEST_F(Errors, AreTestedForEveryRouteThatTakesJson) {
  std::set<std::string_view> routes;
  for (const api::Route& route : api::routes()) {
    if (takes_json(route)) routes.insert(route.name);
  }
  std::set<std::string_view> rows;
  for (const auto& [name, fields] : known_fields()) rows.insert(name);
  EXPECT_EQ(rows, routes);
}

TEST_F(Errors, NameTheFieldWhoseTypeIsWrong) {
  for (const auto& [name, fields] : known_fields()) {
    for (const std::string& field : fields) {
      const json::value wrong = field == "publish_rules" ? json::value(7) : json::value(json::object{{"a", 1}});
      const net::HttpAnswer answer = send(*api::find_route(name), json::serialize(json::object{{field, wrong}}));
      const std::string what = std::string(name) + " " + field;
      expect_shape(answer, 422, "invalid", what);
      const json::value body = json_of(answer);
      const json::value* told = body.get_object().if_contains("fields");
      EXPECT_TRUE(told != nullptr && told->is_object() && told->get_object().contains(field)) << what << answer.body;
    }
  }
}

TEST_F(Errors, DoNotComeOfFieldsThatAreNotKnown) {
  for (const auto& [name, fields] : known_fields()) {
    if (fields.empty()) continue;
    const net::HttpAnswer answer =
        send(*api::find_route(name), R"({"no_such_field":{"a":1},"another":[7]})", Undescribed::allowed);
    EXPECT_EQ(answer.body.find("no_such_field"), std::string::npos) << name << ": " << answer.body;
    EXPECT_NE(answer.status, 400) << name << ": " << answer.body;
  }
}

TEST_F(Errors, TellThatABodyIsNoJsonObject) {
  for (const auto& [name, fields] : known_fields()) {
    if (fields.empty()) continue;
    for (const std::string body : {"{", "name=value", "[]", "7", "\"text\"", "{\"a\":\"\xff\"}"}) {
      expect_shape(send(*api::find_route(name), body), 400, "bad_request", std::string(name) + " " + body);
    }
  }
}

TEST_F(Errors, TellThatABodyIsTooLarge) {
  const std::string body = R"({"name":")" + std::string(kJsonBody, 'x') + "\"}";
  for (const auto& [name, fields] : known_fields()) {
    expect_shape(send(*api::find_route(name), body), 413, "too_large", name);
  }
}

TEST_F(Errors, HaveTheirShapeWhereverTheyComeFrom) {
  expect_shape(server.get("/v1/no/such/path/"), 404, "not_found", "no route");
  expect_shape(server.send({.method = "PUT", .path = "/v1/user/self/"}), 405, "method_not_allowed", "wrong method");
  expect_shape(server.get("/v1/user/self/"), 401, "unauthenticated", "nobody");
  expect_shape(server.get("/v1/user/self/", kStranger), 401, "unauthenticated", "a wrong key");
  expect_shape(server.get("/v1/repos/acme/nothing/", admin), 404, "not_found", "no repository");
  expect_shape(server.get("/v1/repos/%zz/tools/", admin), 400, "bad_request", "a torn escape");
  expect_shape(server.get("/v1/repos/a%00b/tools/", admin), 404, "not_found", "a control character");
  const TestUser narrow = server.make_key(admin, {{"scope", "read"}});
  expect_shape(server.post("/v1/users/", narrow, json::object{}), 403, "forbidden", "too little");
  expect_shape(server.post("/v1/orgs/", admin, json::object{{"slug", "acme"}}), 409, "conflict", "a taken name");
}

}  // namespace
}  // namespace entrepot::testing
