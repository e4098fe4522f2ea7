#include "api/same_origin.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entrepot::api {
namespace {

bool passes(std::vector<http::Field> fields, std::string_view public_url = "https://crates.example/base",
            std::string_view host = "10.0.0.7:8088") {
  if (!host.empty()) fields.push_back({"host", host});
  http::Request request;
  request.fields = fields;
  return is_same_origin(request, public_url);
}

TEST(SameOrigin, IsWhatTheBrowserSaysInSecFetchSite) {
  EXPECT_TRUE(passes({{"sec-fetch-site", "same-origin"}}));
  EXPECT_TRUE(passes({{"sec-fetch-site", "same-origin"}, {"origin", "https://behind-a-proxy.example"}}));
  for (const std::string_view site :
       {"cross-site", "same-site", "none", "", "Same-Origin", "same-origin, cross-site"}) {
    EXPECT_FALSE(passes({{"sec-fetch-site", site}})) << site;
    EXPECT_FALSE(passes({{"sec-fetch-site", site}, {"origin", "https://crates.example"}})) << site;
  }
}

TEST(SameOrigin, IsOtherwiseAnOriginWithTheHostOrThePublicUrlsAuthority) {
  EXPECT_TRUE(passes({{"origin", "https://crates.example"}}));
  EXPECT_TRUE(passes({{"origin", "https://CRATES.example:443"}}));
  EXPECT_TRUE(passes({{"origin", "http://10.0.0.7:8088"}}));
  EXPECT_TRUE(passes({{"origin", "http://[::1]:8088"}}, "http://localhost:8088", "[::1]:8088"));
  EXPECT_TRUE(passes({{"origin", "https://crates.example"}}, "https://crates.example:443/", ""));
  for (const std::string_view origin :
       {"null", "", "https://evil.example", "https://crates.example.evil.example", "https://evilcrates.example",
        "https://crates.example:444", "http://10.0.0.7", "http://10.0.0.7:80880", "crates.example", "https://",
        "ftp://crates.example", "https://crates.example@evil.example", "https://evil.example/crates.example",
        "https://evil.example https://crates.example"}) {
    EXPECT_FALSE(passes({{"origin", origin}})) << origin;
  }
  EXPECT_FALSE(passes({{"origin", "https://"}}, "https://crates.example", ""));
}

TEST(SameOrigin, IsNotWhatSaysTwoThings) {
  EXPECT_FALSE(passes({{"origin", "https://crates.example"}, {"origin", "https://crates.example"}}));
  EXPECT_FALSE(passes({{"sec-fetch-site", "same-origin"}, {"sec-fetch-site", "same-origin"}}));
}

TEST(SameOrigin, IsSupposedOfClientsThatAreNoBrowsers) {
  EXPECT_TRUE(passes({}));
}

}  // namespace
}  // namespace entrepot::api
