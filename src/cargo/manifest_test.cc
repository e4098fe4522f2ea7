#include "cargo/manifest.h"

#include <gtest/gtest.h>

namespace entrepot {
namespace {

const std::string kPackage = "[package]\nname = \"a\"\nversion = \"1.0.0\"\n";

TEST(Manifest, ReadsWhatARegistryNeeds) {
  const auto manifest = parse_manifest(R"(
[package]
name = "foo"
version = "0.1.0"
rust-version = "1.74"
links = "z"
description = "d"
license = "MIT"

[features]
default = ["std"]
std = []

[dependencies]
log = "0.4"

[dependencies.ser]
version = "1.0"
package = "serde"
features = ["derive"]
optional = true
default-features = false
registry-index = "sparse+https://host/i/"

[dev-dependencies.local]
path = "../local"

[target.'cfg(unix)'.build-dependencies]
cc = { version = "1" }
)");
  ASSERT_TRUE(manifest.has_value()) << manifest.error().message;
  EXPECT_EQ(manifest->name, "foo");
  EXPECT_EQ(manifest->version, "0.1.0");
  EXPECT_EQ(manifest->rust_version, "1.74");
  EXPECT_EQ(manifest->links, "z");
  EXPECT_EQ(manifest->license, "MIT");
  EXPECT_FALSE(manifest->has_patch);
  EXPECT_FALSE(manifest->inherited_key);
  EXPECT_EQ(manifest->features.size(), 2u);
  ASSERT_EQ(manifest->dependencies.size(), 4u);
  const auto find = [&](std::string_view key) {
    for (const auto& d : manifest->dependencies) {
      if (d.dependency.key() == key) return d;
    }
    return ManifestDependency{};
  };
  EXPECT_EQ(find("log").dependency.requirement, "0.4");
  const auto ser = find("ser");
  EXPECT_EQ(ser.dependency.name, "serde");
  EXPECT_EQ(ser.dependency.registry, "sparse+https://host/i/");
  EXPECT_TRUE(ser.dependency.optional);
  EXPECT_FALSE(ser.dependency.default_features);
  EXPECT_FALSE(find("local").has_requirement);
  EXPECT_EQ(find("local").dependency.kind, DependencyKind::dev);
  EXPECT_EQ(find("cc").dependency.target, "cfg(unix)");
  EXPECT_EQ(find("cc").dependency.kind, DependencyKind::build);
}

TEST(Manifest, ReportsPatchAndInheritance) {
  EXPECT_TRUE(parse_manifest(kPackage + "[patch.crates-io]\nx = { path = \"x\" }\n")->has_patch);
  EXPECT_EQ(parse_manifest("[package]\nname = \"a\"\nversion.workspace = true\n")->inherited_key, "version");
  EXPECT_EQ(parse_manifest(kPackage + "[dependencies]\nlog = { workspace = true }\n")->inherited_key, "log");
  EXPECT_EQ(parse_manifest(kPackage + "[dependencies]\nlog.workspace = true\n")->inherited_key, "log");
  EXPECT_EQ(parse_manifest(kPackage + "[lints]\nworkspace = true\n")->inherited_key, "lints");
}

TEST(Manifest, RefusesWhatIsNotAManifest) {
  for (const std::string& bad :
       {std::string(), std::string("x"), std::string("[package]"), std::string("package = 1"),
        std::string("[package]\nname = \"a\"\n"), std::string("[package]\nname = 1\nversion = \"1.0.0\"\n"),
        kPackage + "name = \"twice\"\n", kPackage + "[dependencies]\nx = 1\n",
        kPackage + "[dependencies]\nx = { version = 1 }\n", kPackage + "[features]\nx = \"y\"\n",
        kPackage + "[features]\nx = [1]\n", "target = 1\n" + kPackage, kPackage + "[target]\nx = 1\n",
        kPackage + "\xff", std::string("[[package]]\n"), "dependencies = 1\n" + kPackage, "[%x]\n" + kPackage,
        "[[%x]]\n" + kPackage}) {
    EXPECT_FALSE(parse_manifest(bad).has_value()) << bad;
  }
}

TEST(Manifest, IsBoundedInSizeAndNesting) {
  EXPECT_FALSE(parse_manifest(kPackage + std::string(kMaxManifestBytes, '#')).has_value());
  std::string dotted = kPackage + "[x]\na";
  for (int i = 0; i < 200'000; ++i) dotted += ".a";
  EXPECT_FALSE(parse_manifest(dotted + " = 1\n").has_value());
  EXPECT_FALSE(parse_manifest(kPackage + "x = " + std::string(10'000, '[') + std::string(10'000, ']')).has_value());
  std::string quoted_dots = kPackage + "[x]\n\"a\"";
  for (int i = 0; i < 1000; ++i) quoted_dots += " . 'a'";
  EXPECT_FALSE(parse_manifest(quoted_dots + " = 1\n").has_value());
}

TEST(Manifest, DotsAndBracketsInTextDoNotCount) {
  const std::string dots(500, '.');
  const std::string brackets(500, '[');
  EXPECT_TRUE(parse_manifest(kPackage + "description = \"" + dots + brackets + "\"\n").has_value());
  EXPECT_TRUE(parse_manifest(kPackage + "description = '" + dots + "\\'\n").has_value());
  EXPECT_TRUE(parse_manifest(kPackage + "description = \"\"\"a\"" + dots + "\\\"\"\"\"\"\n").has_value());
  EXPECT_TRUE(parse_manifest(kPackage + "# " + dots + brackets + "\n").has_value());
}

TEST(Manifest, CharactersBeyondAsciiAreNoSurprise) {
  EXPECT_TRUE(parse_manifest(kPackage + "description = \"größe \uFEFB\" # ﻻ\n").has_value());
  EXPECT_TRUE(parse_manifest(kPackage + "description = \"\"\"a\\\n  \uFEFB é\"\"\"\n").has_value());
  for (const char* bad : {"x = 1 \uFEFB\n", "x = \"\\é\"\n", "x = 3='.\u040D0'\n"}) {
    EXPECT_FALSE(parse_manifest(kPackage + bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace entrepot
