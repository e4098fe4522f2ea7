#include "api/access_log.h"

#include <gtest/gtest.h>

namespace entrepot::api {
namespace {

using http::Method;

TEST(AccessLog, InTheModeChangesWritesChangesAndFailuresOnly) {
  const Route* index = find_route("index_file");
  const Route* publish = find_route("publish");
  const Route* download = find_route("download");
  EXPECT_FALSE(is_worth_logging(AccessLog::changes, index, Method::get, 200, Outcome::answered));
  EXPECT_FALSE(is_worth_logging(AccessLog::changes, index, Method::get, 404, Outcome::answered));
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, index, Method::get, 404, Outcome::failed)) << "guessed tokens";
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, index, Method::get, 401, Outcome::failed));
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, download, Method::get, 404, Outcome::failed));
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, publish, Method::put, 200, Outcome::answered));
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, nullptr, Method::post, 404, Outcome::failed));
  EXPECT_TRUE(is_worth_logging(AccessLog::changes, nullptr, Method::get, 404, Outcome::failed));
  EXPECT_TRUE(is_worth_logging(AccessLog::all, index, Method::get, 304, Outcome::answered));
  EXPECT_FALSE(is_worth_logging(AccessLog::none, publish, Method::put, 500, Outcome::failed));
}

TEST(AccessLog, NeverWritesATokenOfThePath) {
  const Route* index = find_route("index_file");
  EXPECT_EQ(loggable_path("/s3cr3tt0ken/acme/crates/cargo/config.json", "", index),
            "/-token-/acme/crates/cargo/config.json");
  EXPECT_EQ(loggable_path("/base/s3cr3tt0ken/acme/crates/cargo/config.json", "/base", index),
            "/base/-token-/acme/crates/cargo/config.json");
  EXPECT_EQ(loggable_path("/%73ecret/acme/crates/cargo/x", "", index), "/-token-/acme/crates/cargo/x");
  EXPECT_EQ(loggable_path("/s3cr3tt0ken", "", nullptr), "/-unknown-");
  EXPECT_EQ(loggable_path("//s3cr3tt0ken/x", "", nullptr), "/-unknown-");
  EXPECT_EQ(loggable_path("s3cr3tt0ken", "", nullptr), "/-unknown-");
  EXPECT_EQ(loggable_path("/wrong-base/s3cr3tt0ken/acme/crates/cargo/x", "", nullptr), "/-unknown-");
}

TEST(AccessLog, NeverWritesASecretWhereANameBelongs) {
  const std::string token = "a1B2c3D4e5F6g7H8i9J0k1L2";
  EXPECT_EQ(loggable_path("/v1/repos/admin/" + token + "/", "", find_route("get_repository")),
            "/v1/repos/admin/-token-/");
  EXPECT_EQ(loggable_path("/base/public/a/" + token + "/cargo/x", "/base", find_route("index_file")),
            "/base/public/a/-token-/cargo/x");
  EXPECT_EQ(loggable_path("/some-token/" + token + "/b/cargo/x", "", find_route("index_file")),
            "/-token-/-token-/b/cargo/x");
}

TEST(AccessLog, WritesPathsThatCanHoldNoTokenAsTheyAre) {
  EXPECT_EQ(loggable_path("/public/acme/crates/cargo/se/rd/serde", "", find_route("index_file")),
            "/public/acme/crates/cargo/se/rd/serde");
  EXPECT_EQ(loggable_path("/v1/repos/acme/", "", find_route("list_repositories_of")), "/v1/repos/acme/");
  EXPECT_EQ(loggable_path("/healthz", "", find_route("healthz")), "/healthz");
}

}  // namespace
}  // namespace entrepot::api
