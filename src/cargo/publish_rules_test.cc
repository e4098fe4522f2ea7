#include "cargo/publish_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace entrepot {
namespace {

using ::testing::HasSubstr;

PublishMetadata metadata() {
  PublishMetadata out{.name = *CrateName::parse("foo"), .version = *Version::parse("1.0.0")};
  out.description = "d";
  out.license = "MIT";
  return out;
}

Dependency dependency(std::string name, std::string requirement = "^1") {
  return {.name = std::move(name), .alias = {}, .requirement = std::move(requirement)};
}

std::string refusal(const PublishMetadata& m, const PublishRules& rules = {}) {
  const auto checked = check_publish(m, rules);
  return checked ? "" : checked.error().message;
}

TEST(PublishRules, GoThroughJsonUnchanged) {
  PublishRules rules;
  rules.max_features = 2000;
  rules.check_spdx = false;
  const auto again = publish_rules_from_json(to_json(rules));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(*again, rules);
  EXPECT_EQ(*publish_rules_from_json({}), PublishRules());
  EXPECT_EQ(to_json(rules).size(), publish_rule_rows().size());
}

TEST(PublishRules, DefaultsLieWithinTheirRanges) {
  const auto json = to_json(PublishRules());
  EXPECT_TRUE(publish_rules_from_json(json).has_value());
}

TEST(PublishRules, AnUnknownKeyNamesTheNearest) {
  const auto rules = publish_rules_from_json({{"max_feature", 1}});
  ASSERT_FALSE(rules.has_value());
  EXPECT_THAT(rules.error().message, HasSubstr("max_features"));
}

TEST(PublishRules, RefuseWrongTypesAndRanges) {
  for (const boost::json::object& bad :
       {boost::json::object{{"max_features", "300"}}, boost::json::object{{"max_features", -1}},
        boost::json::object{{"max_features", 1.5}}, boost::json::object{{"check_spdx", 1}},
        boost::json::object{{"max_crate_bytes", 0}}, boost::json::object{{"max_crate_bytes", 1e30}},
        boost::json::object{{"max_metadata_bytes", (8 << 20) + 1}}, boost::json::object{{"max_ratio", 101}},
        boost::json::object{{"max_unpacked_bytes", (4LL << 30) + 1}},
        boost::json::object{{"max_crate_bytes", (1LL << 30) + 1}}, boost::json::object{{"max_crate_bytes", UINT64_MAX}},
        boost::json::object{{"max_features", nullptr}}}) {
    EXPECT_FALSE(publish_rules_from_json(bad).has_value()) << boost::json::serialize(bad);
  }
}

TEST(CheckPublish, AcceptsAnOrdinaryVersion) {
  EXPECT_EQ(refusal(metadata()), "");
}

TEST(CheckPublish, NamesTheMissingFields) {
  PublishMetadata m = metadata();
  m.description = "";
  m.license.reset();
  EXPECT_THAT(refusal(m), HasSubstr("description and license or license-file"));
  PublishRules lenient;
  lenient.require_description = false;
  lenient.require_license = false;
  EXPECT_EQ(refusal(m, lenient), "");
  m.description = "d";
  m.license_file = "LICENSE";
  EXPECT_EQ(refusal(m), "");
}

TEST(CheckPublish, EveryRuleOfTheMetadataRefuses) {
  const struct {
    const char* sentence;
    void (*change)(PublishMetadata&);
  } rows[] = {
      {"reserved", [](PublishMetadata& m) { m.name = *CrateName::parse("Rustc"); }},
      {"description is 1001 bytes", [](PublishMetadata& m) { m.description = std::string(1001, 'x'); }},
      {"SPDX", [](PublishMetadata& m) { m.license = "Whatever"; }},
      {"homepage", [](PublishMetadata& m) { m.homepage = "ftp://x"; }},
      {"documentation", [](PublishMetadata& m) { m.documentation = "https://"; }},
      {"repository", [](PublishMetadata& m) { m.repository = "javascript:alert(1)"; }},
      {"repository", [](PublishMetadata& m) { m.repository = "https://a b"; }},
      {"rust-version", [](PublishMetadata& m) { m.rust_version = "^1.70"; }},
      {"6 keywords", [](PublishMetadata& m) { m.keywords.assign(6, "k"); }},
      {"keyword", [](PublishMetadata& m) { m.keywords = {"not good"}; }},
      {"keyword", [](PublishMetadata& m) { m.keywords = {""}; }},
      {"keyword", [](PublishMetadata& m) { m.keywords = {std::string(21, 'k')}; }},
      {"6 categories", [](PublishMetadata& m) { m.categories.assign(6, "c"); }},
      {"category", [](PublishMetadata& m) { m.categories = {"Not a slug"}; }},
      {"301 features",
       [](PublishMetadata& m) {
         for (int i = 0; i < 301; ++i) m.features["f" + std::to_string(i)];
       }},
      {"301 values", [](PublishMetadata& m) { m.features["b"], m.features["a"].assign(301, "b"); }},
      {"feature name", [](PublishMetadata& m) { m.features["-x"]; }},
      {"dep:", [](PublishMetadata& m) { m.features["x"] = {"dep:a/b"}; }},
      {"neither such a feature", [](PublishMetadata& m) { m.features["x"] = {"nothing"}; }},
      {"501 dependencies", [](PublishMetadata& m) { m.dependencies.assign(501, dependency("b")); }},
      {"crate name", [](PublishMetadata& m) { m.dependencies = {dependency("b c")}; }},
      {"every version", [](PublishMetadata& m) { m.dependencies = {dependency("b", "*")}; }},
      {"requirement", [](PublishMetadata& m) { m.dependencies = {dependency("b", "latest")}; }},
      {"twice", [](PublishMetadata& m) { m.dependencies = {dependency("b"), dependency("b")}; }},
  };
  for (const auto& [sentence, change] : rows) {
    PublishMetadata m = metadata();
    change(m);
    EXPECT_THAT(refusal(m), HasSubstr(sentence));
  }
}

TEST(CheckPublish, RulesOfTheRepositoryLoosenIt) {
  PublishMetadata m = metadata();
  m.license = "Whatever";
  m.name = *CrateName::parse("std");
  m.dependencies = {dependency("b", "*")};
  for (int i = 0; i < 400; ++i) m.features["f" + std::to_string(i)];
  PublishRules rules;
  rules.check_spdx = false;
  rules.refuse_reserved_names = false;
  rules.allow_wildcard_requirement = true;
  rules.max_features = 400;
  EXPECT_EQ(refusal(m, rules), "");
}

TEST(CheckPublish, WarnsOfTheOldSlash) {
  PublishMetadata m = metadata();
  m.license = "MIT/Apache-2.0";
  const auto warnings = check_publish(m, {});
  ASSERT_TRUE(warnings.has_value());
  ASSERT_EQ(warnings->size(), 1u);
  EXPECT_THAT(warnings->front(), HasSubstr("OR"));
}

TEST(CheckPublish, TheSameDependencyMayStandInSeveralTables) {
  PublishMetadata m = metadata();
  m.dependencies = {dependency("b"), dependency("b"), dependency("b")};
  m.dependencies[1].kind = DependencyKind::dev;
  m.dependencies[2].target = "cfg(unix)";
  EXPECT_EQ(refusal(m), "");
}

const std::string kPackage = "[package]\nname = \"foo\"\nversion = \"1.0.0\"\n";

std::string mismatch(const PublishMetadata& m, const std::string& manifest, const PublishRules& rules = {}) {
  const auto own = [](const RegistryUrl& url) { return url.location() == "https://own/i"; };
  const auto checked = check_package(m, {.manifest = manifest}, rules, own);
  return checked ? "" : checked.error().message;
}

TEST(CheckPackage, AcceptsWhatCargoPackages) {
  PublishMetadata m = metadata();
  m.dependencies = {dependency("mine", "^1.2"), dependency("serde", ">=1, <3"), dependency("unix", "^1")};
  m.dependencies[1].registry = std::string(kCratesIoIndex);
  m.dependencies[1].alias = "ser";
  m.dependencies[2].registry = "sparse+https://other/i/";
  m.dependencies[2].target = "cfg(all(unix, target_os = \"linux\"))";
  m.features = {{"default", {"a", "b"}}, {"a", {}}, {"b", {}}};
  EXPECT_EQ(mismatch(m, kPackage + R"(
[features]
default = ["b", "a"]
a = []
b = []
[dependencies.mine]
version = "1.2"
registry-index = "sparse+https://own/i/"
[dependencies.ser]
version = ">= 1, < 3"
package = "serde"
[target.'cfg(all(unix,target_os="linux",))'.dependencies.unix]
version = "1"
registry-index = "sparse+https://other/i"
[dev-dependencies.stripped]
path = "../x"
)"),
            "");
}

TEST(CheckPackage, SilenceMeansTheOppositeInMetadataAndManifest) {
  PublishMetadata m = metadata();
  m.dependencies = {dependency("b")};
  const std::string crates_io = kPackage + "[dependencies]\nb = \"1\"\n";
  const std::string own = kPackage + "[dependencies.b]\nversion = \"1\"\nregistry-index = \"sparse+https://own/i/\"\n";
  const std::string other =
      kPackage + "[dependencies.b]\nversion = \"1\"\nregistry-index = \"sparse+https://other/i/\"\n";
  EXPECT_EQ(mismatch(m, crates_io), "") << "a crate of crates.io that a mirror publishes here as it is";
  EXPECT_EQ(mismatch(m, own), "");
  EXPECT_THAT(mismatch(m, other), HasSubstr("another registry"));
  m.dependencies[0].registry = "sparse+https://own/i/";
  EXPECT_EQ(mismatch(m, own), "");
  EXPECT_THAT(mismatch(m, crates_io), HasSubstr("another registry"));
  m.dependencies[0].registry = std::string(kCratesIoIndex);
  EXPECT_EQ(mismatch(m, crates_io), "");
  EXPECT_THAT(mismatch(m, own), HasSubstr("another registry"));
  PublishRules lenient;
  lenient.check_dependency_registries = false;
  EXPECT_EQ(mismatch(m, own, lenient), "");
}

TEST(CheckPackage, RefusesWhateverTheManifestDoesNotSay) {
  PublishMetadata m = metadata();
  m.dependencies = {dependency("b")};
  m.dependencies[0].registry = std::string(kCratesIoIndex);
  const std::string good = "[dependencies.b]\nversion = \"1\"\n";
  EXPECT_EQ(mismatch(m, kPackage + good), "");
  const struct {
    std::string manifest;
    const char* sentence;
  } rows[] = {{"not toml", "TOML"},
              {"[package]\nname = \"bar\"\nversion = \"1.0.0\"\n" + good, "is of crate 'bar'"},
              {"[package]\nname = \"foo\"\nversion = \"1.0.1\"\n" + good, "version '1.0.1'"},
              {kPackage + "links = \"z\"\n" + good, "links"},
              {kPackage + good + "[patch.crates-io]\n", "[patch]"},
              {"[package]\nname = \"foo\"\nversion.workspace = true\n" + good, "workspace"},
              {kPackage + good + "[features]\nx = []\n", "features"},
              {kPackage, "does not have"},
              {kPackage + good + "[dependencies.c]\nversion = \"1\"\n", "does not name"},
              {kPackage + "[dev-dependencies.b]\nversion = \"1\"\n", "does not have"},
              {kPackage + "[dependencies.b]\nversion = \"2\"\n", "another version requirement"},
              {kPackage + "[dependencies.b]\nversion = \"1.x.2\"\n", "cannot read"},
              {kPackage + good + "package = \"c\"\n", "another crate"},
              {kPackage + good + "optional = true\n", "'optional'"},
              {kPackage + good + "default-features = false\n", "'default-features'"},
              {kPackage + good + "features = [\"x\"]\n", "other features"}};
  for (const auto& [manifest, sentence] : rows) EXPECT_THAT(mismatch(m, manifest), HasSubstr(sentence)) << manifest;
  m.rust_version = "1.74";
  EXPECT_THAT(mismatch(m, kPackage + good), HasSubstr("rust-version"));
}

}  // namespace
}  // namespace entrepot
