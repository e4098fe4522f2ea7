#include "site/page_path.h"

#include <gtest/gtest.h>

namespace entrepot::site {
namespace {

TEST(PagePath, everything_is_a_page_that_is_not_the_api) {
  for (const char* path : {"/", "/acme", "/acme/", "/acme/tools", "/acme/tools/setup", "/acme/tools/@cargo",
                           "/acme/tools/@serde/1.0.0/files/cargo/mod.rs", "/sign-in", "/v2"}) {
    EXPECT_TRUE(is_page_path(path)) << path;
  }
}

TEST(PagePath, the_api_keeps_its_paths) {
  for (const char* path : {"/v1", "/v1/", "/v1/repos/acme/", "/healthz", "/readyz", "/metrics", "/openapi.json",
                           "/assets/index.js", "/public/acme/tools/cargo", "/public/acme/tools/cargo/",
                           "/basic/acme/tools/cargo/config.json", "/a-token/acme/tools/cargo/index.git/info/refs"}) {
    EXPECT_FALSE(is_page_path(path)) << path;
  }
}

TEST(PagePath, a_path_that_does_not_begin_with_a_slash_is_none) {
  EXPECT_FALSE(is_page_path(""));
  EXPECT_FALSE(is_page_path("*"));
}

}  // namespace
}  // namespace entrepot::site
