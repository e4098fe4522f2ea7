#include "api/routes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "api/application.h"
#include "api/middleware.h"
#include "api/openapi.h"
#include "http/router.h"

namespace entrepot::api {
namespace {

TEST(Routes, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Route& route : routes()) {
    EXPECT_TRUE(names.insert(route.name).second) << route.name;
    EXPECT_FALSE(route.summary.empty()) << route.name;
    EXPECT_TRUE(route.now != nullptr || route.later != nullptr) << route.name;
    EXPECT_EQ(find_route(route.name), &route);
  }
  EXPECT_EQ(find_route("no_such_route"), nullptr);
}

TEST(Routes, ChangeSomethingExactlyWhenTheirMethodSaysSo) {
  for (const Route& route : routes()) {
    if (route.name == "git_fetch") continue;  // what a client has is too long for a URL
    EXPECT_EQ(route.traffic == Traffic::change, route.method != http::Method::get) << route.name;
  }
}

TEST(Routes, OfARepositoryNameItWhereTheMiddlewareLooks) {
  for (const Route& route : routes()) {
    if (!is_of_repository(route.access)) continue;
    const std::string_view prefix =
        route.shape == ErrorShape::management ? "/v1/" : "/{access}/{namespace}/{repository}/cargo/";
    EXPECT_TRUE(route.pattern.starts_with(prefix)) << route.name;
    if (route.shape == ErrorShape::management) {
      EXPECT_NE(route.pattern.find("/{owner}/{repository}"), std::string_view::npos) << route.name;
    }
  }
}

TEST(Routes, AreFoundByTheRouter) {
  std::vector<http::RoutePattern> patterns;
  for (const Route& route : routes()) patterns.push_back({route.method, route.pattern});
  const http::Router router(patterns);
  const auto name = [&](http::Method method, std::string_view path) {
    const http::RouteMatch match = router.find(method, path);
    return match.found() ? routes()[match.row].name : std::string_view("none");
  };
  using enum http::Method;
  EXPECT_EQ(name(get, "/public/a/b/cargo/config.json"), "config_json");
  EXPECT_EQ(name(head, "/public/a/b/cargo/config.json"), "config_json");
  EXPECT_EQ(name(get, "/public/a/b/cargo/se/rd/serde"), "index_file");
  EXPECT_EQ(name(get, "/public/a/b/cargo/1/a"), "index_file");
  EXPECT_EQ(name(get, "/public/a/b/cargo/serde-1.0.0+x.crate"), "download");
  EXPECT_EQ(name(put, "/t0ken/a/b/cargo/api/v1/crates/new"), "publish");
  EXPECT_EQ(name(delete_, "/basic/a/b/cargo/api/v1/crates/new/1.0.0+b/yank"), "yank");
  EXPECT_EQ(name(get, "/basic/a/b/cargo/api/v1/crates"), "search");
  EXPECT_EQ(name(get, "/basic/a/b/cargo/me"), "login_page");
  EXPECT_EQ(name(get, "/basic/a/b/cargo/index.git/info/refs"), "git_refs");
  EXPECT_EQ(name(post, "/basic/a/b/cargo/index.git/git-upload-pack"), "git_fetch");
  EXPECT_EQ(name(get, "/basic/a/b/cargo/index.git/objects/info/packs"), "git_file");
  EXPECT_EQ(name(get, "/basic/a/b/cargo/in/de/index"), "index_file");
  EXPECT_EQ(name(post, "/v1/repos/acme"), "create_repository");
  EXPECT_EQ(name(get, "/v1/repos/acme/crates"), "get_repository");
  EXPECT_EQ(name(post, "/healthz"), "none");
  EXPECT_EQ(name(get, "/"), "none");
}

TEST(Routes, AreWhatTheDocumentationSays) {
  std::ifstream file("docs/api.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), routes_markdown()) << "write it again: entrepot routes --markdown > docs/api.md";
}

TEST(Routes, AreAllInTheOpenApiDocument) {
  const std::string document = openapi_json("https://crates.example");
  for (const Route& route : routes()) {
    EXPECT_NE(document.find("\"operationId\":\"" + std::string(route.name) + "\""), std::string::npos) << route.name;
  }
  EXPECT_NE(document.find("https://crates.example"), std::string::npos);
}

TEST(Middleware, HasAReasonForEveryStep) {
  for (const Step& step : steps()) {
    EXPECT_FALSE(step.reason.empty()) << step.name;
    EXPECT_NE(step.now, nullptr) << step.name;
  }
  EXPECT_EQ(steps().back().name, "handler");
}

}  // namespace
}  // namespace entrepot::api
