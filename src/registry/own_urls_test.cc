#include "registry/own_urls.h"

#include <gtest/gtest.h>

#include "registry/own_tokens.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kPublicUrl = "https://crates.example.org/base";

std::string own(const std::string& text) {
  const auto url = RegistryUrl::parse(text);
  if (!url) return "unreadable";
  const auto found = parse_own_index(*url, kPublicUrl);
  return found ? found->access + ' ' + found->namespace_slug + ' ' + found->repository_slug : "foreign";
}

TEST(OwnUrls, are_known_in_every_form) {
  struct Row {
    const char* url;
    const char* expected;
  };
  const Row rows[] = {
      {"sparse+https://crates.example.org/base/basic/anna/house/cargo/", "basic anna house"},
      {"sparse+https://CRATES.example.org:443/base/public/anna/house/cargo", "public anna house"},
      {"https://crates.example.org/base/some-token/anna/house/cargo/index.git", "some-token anna house"},
      {"https://crates.example.org/base/basic/anna/house/cargo/index", "basic anna house"},
      {"sparse+https://secret@crates.example.org/base/basic/anna/house/cargo/", "basic anna house"},
      {"sparse+https://crates.example.org/base/basic/anna/house/cargo/index.git", "foreign"},
      {"https://crates.example.org/base/basic/anna/house/cargo/", "foreign"},
      {"sparse+https://crates.example.org/basic/anna/house/cargo/", "foreign"},
      {"sparse+https://crates.example.org/basement/basic/anna/house/cargo/", "foreign"},
      {"sparse+https://crates.example.org.evil/base/basic/anna/house/cargo/", "foreign"},
      {"sparse+http://crates.example.org/base/basic/anna/house/cargo/", "foreign"},
      {"sparse+https://crates.example.org/base/basic/anna/house/", "foreign"},
      {"https://github.com/rust-lang/crates.io-index", "foreign"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.url);
    EXPECT_EQ(own(row.url), row.expected);
  }
}

std::vector<std::string> candidates(std::string_view text) {
  TokenCandidates scan;
  EXPECT_TRUE(scan.scan(text).has_value());
  std::vector<std::string> found;
  for (const auto& secret : scan.found()) found.emplace_back(secret.reveal());
  return found;
}

using Found = std::vector<std::string>;

TEST(TokenCandidates, stand_where_secrets_stand_in_manifests) {
  const std::string key = "ent_" + std::string(40, 'k');
  EXPECT_EQ(candidates("x = \"sparse+https://h:1/tokentoken/anna/house/cargo/\""), Found{"tokentoken"});
  EXPECT_EQ(candidates("https://h/base/tokentoken/anna/house/cargo/index.git"), Found{"tokentoken"});
  EXPECT_EQ(candidates("https://tokentoken@h/x"), Found{"tokentoken"});
  EXPECT_EQ(candidates("https://user:tokentoken@h/x"), Found{"tokentoken"});
  EXPECT_EQ(candidates("# my key: " + key + "!"), Found{key});
  EXPECT_EQ(candidates("https://h/tokentoken/a/b/cargo https://h/tokentoken/a/b/cargo"), Found{"tokentoken"});
  EXPECT_EQ(candidates("https://github.com/rust-lang/cargo and https://h/short/anna/house/cargo/"), Found{});
  EXPECT_EQ(candidates("/cargo"), Found{});
  EXPECT_EQ(candidates(""), Found{});
}

TEST(TokenCandidates, are_bounded) {
  std::string text;
  for (int n = 0; n < 65; ++n) text += "https://h/token-" + std::to_string(10'000 + n) + "/a/b/cargo\n";
  EXPECT_FALSE(TokenCandidates().scan(text).has_value());
  text.resize(text.rfind("https"));
  EXPECT_TRUE(TokenCandidates().scan(text + text).has_value()) << "a lock file repeats the same addresses";
}

}  // namespace
}  // namespace entrepot::registry
