#include "cargo/registry_url.h"

#include <gtest/gtest.h>

#include "cargo/config_json.h"

namespace entrepot {
namespace {

TEST(RegistryUrl, ComparesAsCargoCompares) {
  const struct {
    const char* a;
    const char* b;
    bool equal;
  } rows[] = {{"https://host/index", "https://host/index/", true},
              {"https://host/index.git", "https://host/index", true},
              {"HTTPS://Host:443/index", "https://host/index", true},
              {"http://host:80/", "http://host", true},
              {"https://host:8443/i", "https://host/i", false},
              {"sparse+https://host/i/", "sparse+https://host/i", true},
              {"sparse+https://host/i/", "https://host/i", false},
              {"https://host/Index", "https://host/index", false},
              {"https://github.com/Org/Index", "https://github.com/org/index", true},
              {"https://token@host/i", "https://host/i", false},
              {"http://host/i", "https://host/i", false},
              {"ssh://git@host/i.git", "ssh://git@host:22/i", true},
              {"http://[::1]:8088/i/", "http://[::1]:8088/i", true}};
  for (const auto& [a, b, equal] : rows) {
    const auto left = RegistryUrl::parse(a);
    const auto right = RegistryUrl::parse(b);
    ASSERT_TRUE(left && right) << a << " " << b;
    EXPECT_EQ(*left == *right, equal) << a << " " << b;
  }
}

TEST(RegistryUrl, KnowsCratesIoInAllItsForms) {
  for (const char* form :
       {"https://github.com/rust-lang/crates.io-index", "https://github.com/rust-lang/crates.io-index.git",
        "sparse+https://index.crates.io/", "sparse+https://index.crates.io"}) {
    const auto url = RegistryUrl::parse(form);
    ASSERT_TRUE(url.has_value()) << form;
    EXPECT_TRUE(url->is_crates_io()) << form;
    EXPECT_EQ(url->canonical(), kCratesIoIndex);
  }
  EXPECT_FALSE(RegistryUrl::parse("https://index.crates.io/")->is_crates_io());
}

TEST(RegistryUrl, RefusesWhatCargoCannotUse) {
  for (const char* bad : {"",
                          "registry+https://host/i",
                          "host/i",
                          "://host",
                          "https://",
                          "https:///i",
                          "ftp://host/i",
                          "sparse+ssh://host/i",
                          "sparse+",
                          "https://user:password@host/i",
                          "https://host:port/i",
                          "https://ho st/i",
                          "https://host/i#x",
                          "https://host/\x01",
                          "git@host:i.git",
                          "http://[::",
                          "http://[]/i",
                          "http://a[b]/i",
                          "https://a:b:1/x",
                          "sparse+sparse+https://host/"}) {
    EXPECT_FALSE(RegistryUrl::parse(bad).has_value()) << bad;
  }
}

TEST(RegistryUrl, LocationLeavesTheProtocolOut) {
  EXPECT_EQ(RegistryUrl::parse("sparse+https://Host/i/")->location(), "https://host/i");
  EXPECT_EQ(RegistryUrl::parse("https://host/i.git")->location(), "https://host/i");
}

TEST(NormaliseRegistries, MapsOwnAliasesToNothingAndCratesIoToGitHub) {
  const auto with = [](std::optional<std::string> registry) {
    return Dependency{.name = "x", .alias = {}, .requirement = "1", .registry = std::move(registry)};
  };
  std::vector<Dependency> dependencies = {with({}), with("sparse+https://own/a/"), with("https://own/a/index.git"),
                                          with("sparse+https://index.crates.io/"), with("sparse+https://other/")};
  const auto own = [](const RegistryUrl& url) { return url.location().starts_with("https://own/"); };
  ASSERT_TRUE(normalise_registries(dependencies, own).has_value());
  EXPECT_EQ(dependencies[0].registry, std::nullopt);
  EXPECT_EQ(dependencies[1].registry, std::nullopt);
  EXPECT_EQ(dependencies[2].registry, std::nullopt);
  EXPECT_EQ(dependencies[3].registry, std::string(kCratesIoIndex));
  EXPECT_EQ(dependencies[4].registry, "sparse+https://other/");
  std::vector<Dependency> bad = {with("nonsense")};
  EXPECT_FALSE(normalise_registries(bad, own).has_value());
}

TEST(ConfigJson, SaysAuthRequiredOnlyWhenItIs) {
  EXPECT_EQ(config_json("https://h/dl", "https://h", AuthRequired::no), R"({"dl":"https://h/dl","api":"https://h"})");
  EXPECT_EQ(config_json("https://h/dl", "https://h", AuthRequired::yes),
            R"({"dl":"https://h/dl","api":"https://h","auth-required":true})");
}

}  // namespace
}  // namespace entrepot
