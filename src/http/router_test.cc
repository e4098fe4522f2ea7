#include "http/router.h"

#include <gtest/gtest.h>

#include <array>

namespace entrepot::http {
namespace {

constexpr std::array kRows{
    RoutePattern{Method::get, "/{a}/cargo/config.json"},  // 0
    RoutePattern{Method::get, "/{a}/cargo/{file}"},       // 1
    RoutePattern{Method::get, "/{a}/cargo/{path...}"},    // 2
    RoutePattern{Method::put, "/{a}/cargo/api/new"},      // 3
    RoutePattern{Method::get, "/v1/repos/{owner}"},       // 4
    RoutePattern{Method::head, "/v1/only"},               // 5
    RoutePattern{Method::get, "/v1/only"},                // 6
    RoutePattern{Method::delete_, "/v1/repos/{owner}"},   // 7
};

RouteMatch find(Method method, std::string_view path) {
  static const Router router(kRows);
  return router.find(method, path);
}

TEST(Router, PrefersALiteralToAParameterAndAParameterToTheRest) {
  EXPECT_EQ(find(Method::get, "/x/cargo/config.json").row, 0U);
  EXPECT_EQ(find(Method::get, "/x/cargo/se-1.crate").row, 1U);
  EXPECT_EQ(find(Method::get, "/x/cargo/se/rd/serde").row, 2U);
}

TEST(Router, GivesTheParametersInTheirOrder) {
  const RouteMatch match = find(Method::get, "/tok/cargo/se/rd/serde");
  ASSERT_EQ(match.parameter_count, 2U);
  EXPECT_EQ(match.parameters[0], "tok");
  EXPECT_EQ(match.parameters[1], "se/rd/serde");
}

TEST(Router, ComesBackFromALiteralThatLeadsNowhere) {
  EXPECT_EQ(find(Method::get, "/x/cargo/api/other").row, 2U);
  EXPECT_EQ(find(Method::get, "/v1/cargo/config.json").row, 0U);
  EXPECT_EQ(find(Method::get, "/v1/cargo/config.json").parameters[0], "v1");
}

TEST(Router, GoesOnWhenAMoreExactPathHasAnotherMethod) {
  EXPECT_EQ(find(Method::put, "/x/cargo/api/new").row, 3U);
  EXPECT_EQ(find(Method::get, "/x/cargo/api/new").row, 2U);
}

TEST(Router, AnswersHeadByGetUnlessHeadHasARowOfItsOwn) {
  EXPECT_EQ(find(Method::head, "/v1/repos/acme").row, 4U);
  EXPECT_EQ(find(Method::head, "/v1/only").row, 5U);
  EXPECT_EQ(find(Method::get, "/v1/only").row, 6U);
}

TEST(Router, TellsTheMethodsOfAPathThatHasOthers) {
  const RouteMatch match = find(Method::post, "/v1/repos/acme");
  EXPECT_FALSE(match.found());
  EXPECT_EQ(allow_field(match.allowed), "GET, HEAD, DELETE");
}

TEST(Router, FindsNothingInPathsOfTheWrongShape) {
  for (const std::string_view path : {"", "x", "/", "//cargo/config.json", "/x", "/x/cargo", "/x/cargo/", "/v1/repos/",
                                      "/v1/repos/a/b", "/x/cargo//", "*"}) {
    const RouteMatch match = find(Method::get, path);
    EXPECT_FALSE(match.found()) << path;
    EXPECT_EQ(match.allowed, 0U) << path;
  }
}

}  // namespace
}  // namespace entrepot::http
