#include "cargo/packaged_metadata.h"

#include <gtest/gtest.h>

#include "cargo/index_line.h"
#include "cargo/registry_url.h"
#include "support/crate_builder.h"

namespace entrepot {
namespace {

using testing::CrateBuilder;

constexpr std::uint64_t kReadmeBytes = 1024;

/// In the form that cargo writes into a package, but for one author's spelling of a cfg; below what cargo sends for it.
constexpr std::string_view kManifest = R"toml(
[package]
edition = "2021"
rust-version = "1.70"
name = "harbour"
version = "0.3.0"
authors = ["A <a@example.org>"]
build = false
links = "harbour"
description = "Where ships are."
homepage = "https://example.org/harbour"
documentation = "https://docs.example.org"
readme = "README.md"
keywords = ["ship"]
categories = ["science"]
license = "MIT OR Apache-2.0"
repository = "https://example.org/harbour.git"

[features]
default = ["std"]
extra = ["dep:log", "renamed?/derive"]
std = []

[lib]
name = "harbour"
path = "src/lib.rs"

[dependencies.log]
version = "0.4"
optional = true

[dependencies.renamed]
version = "1.0.100"
features = ["std", "alloc"]
optional = true
default-features = false
package = "serde"

[dependencies.sister]
version = ">=1, <3"
registry-index = "sparse+https://registry.example.org/index/"

[dev-dependencies.local-tests]

[dev-dependencies.quickcheck]
version = "1"

[build-dependencies.cc]
version = "1.0"

[target.'cfg(all( unix,not( target_os="macos" ),))'.dependencies.libc]
version = "0.2"

[target.x86_64-pc-windows-gnu.dependencies.winapi]
version = "0.3"
)toml";

constexpr std::string_view kSent = R"json({
  "name": "harbour", "vers": "0.3.0",
  "deps": [
    {"optional": true, "default_features": true, "name": "log", "features": [], "version_req": "^0.4",
     "target": null, "kind": "normal", "registry": "https://github.com/rust-lang/crates.io-index"},
    {"optional": true, "default_features": false, "name": "serde", "features": ["std", "alloc"],
     "version_req": "^1.0.100", "target": null, "kind": "normal", "explicit_name_in_toml": "renamed", "registry": "https://github.com/rust-lang/crates.io-index"},
    {"optional": false, "default_features": true, "name": "sister", "features": [], "version_req": ">=1, <3",
     "target": null, "kind": "normal", "registry": "sparse+https://registry.example.org/index/"},
    {"optional": false, "default_features": true, "name": "quickcheck", "features": [], "version_req": "^1",
     "target": null, "kind": "dev", "registry": "https://github.com/rust-lang/crates.io-index"},
    {"optional": false, "default_features": true, "name": "cc", "features": [], "version_req": "^1.0",
     "target": null, "kind": "build", "registry": "https://github.com/rust-lang/crates.io-index"},
    {"optional": false, "default_features": true, "name": "libc", "features": [], "version_req": "^0.2",
     "target": "cfg(all(unix, not(target_os = \"macos\")))", "kind": "normal", "registry": "https://github.com/rust-lang/crates.io-index"},
    {"optional": false, "default_features": true, "name": "winapi", "features": [], "version_req": "^0.3",
     "target": "x86_64-pc-windows-gnu", "kind": "normal", "registry": "https://github.com/rust-lang/crates.io-index"}
  ],
  "features": {"default": ["std"], "extra": ["dep:log", "renamed?/derive"], "std": []},
  "authors": ["A <a@example.org>"], "description": "Where ships are.", "documentation": "https://docs.example.org",
  "homepage": "https://example.org/harbour", "readme": "# Harbour\n", "readme_file": "README.md",
  "keywords": ["ship"], "categories": ["science"], "license": "MIT OR Apache-2.0", "license_file": null,
  "repository": "https://example.org/harbour.git", "badges": {}, "links": "harbour", "rust_version": "1.70"
})json";

Result<PublishMetadata> read(const CrateBuilder& crate, UnnamedRegistry unnamed = UnnamedRegistry::crates_io) {
  const std::string bytes = crate.build();
  return read_packaged_metadata(source_of(bytes), bytes.size(), {}, unnamed, kReadmeBytes);
}

std::string line_of(const PublishMetadata& metadata) {
  const auto line = make_index_line(metadata, sha256(std::string_view("bytes")), from_unix(1'800'000'000));
  return line ? to_json_line(*line) : line.error().message;
}

std::string manifest_with(std::string_view rest) {
  return "[package]\nname = \"a\"\nversion = \"1.0.0\"\n" + std::string(rest);
}

std::string error_of(std::string_view rest) {
  const auto manifest = parse_manifest(manifest_with(rest));
  EXPECT_TRUE(manifest) << manifest.error().message;
  const auto metadata = metadata_from_manifest(*manifest, UnnamedRegistry::own);
  return metadata ? std::string() : metadata.error().message;
}

TEST(PackagedMetadata, IsWhatCargoWouldHaveSent) {
  const auto pushed =
      read(CrateBuilder("harbour", "0.3.0").manifest(std::string(kManifest)).file("README.md", "# Harbour\n"));
  const auto sent = parse_publish_metadata(kSent);
  ASSERT_TRUE(pushed) << pushed.error().message;
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_EQ(line_of(*pushed), line_of(*sent));
  EXPECT_EQ(pushed->authors, sent->authors);
  EXPECT_EQ(pushed->description, sent->description);
  EXPECT_EQ(pushed->documentation, sent->documentation);
  EXPECT_EQ(pushed->homepage, sent->homepage);
  EXPECT_EQ(pushed->readme, sent->readme);
  EXPECT_EQ(pushed->readme_file, sent->readme_file);
  EXPECT_EQ(pushed->keywords, sent->keywords);
  EXPECT_EQ(pushed->categories, sent->categories);
  EXPECT_EQ(pushed->license, sent->license);
  EXPECT_EQ(pushed->license_file, sent->license_file);
  EXPECT_EQ(pushed->repository, sent->repository);
  EXPECT_EQ(pushed->links, sent->links);
  EXPECT_EQ(pushed->rust_version, sent->rust_version);
}

TEST(PackagedMetadata, ADependencyWithoutARegistryIsFromCratesIoOrFromHereAsTheRepositorySays) {
  const auto manifest = parse_manifest(manifest_with("[dependencies]\nlog = \"1\"\n"));
  ASSERT_TRUE(manifest);
  EXPECT_EQ(metadata_from_manifest(*manifest, UnnamedRegistry::crates_io)->dependencies.at(0).registry, kCratesIoIndex);
  EXPECT_EQ(metadata_from_manifest(*manifest, UnnamedRegistry::own)->dependencies.at(0).registry, std::nullopt);
}

TEST(PackagedMetadata, TheReadmeIsTheOneThatTheManifestNamesOrTheOneThatCargoWouldFind) {
  const auto readme = [](std::string_view key, std::string_view path) {
    return read(CrateBuilder("a", "1.0.0").manifest(manifest_with(key)).file(path, "text"));
  };
  EXPECT_EQ(readme("readme = \"./docs/front.md\"\n", "docs/front.md")->readme, "text");
  EXPECT_EQ(readme("", "README.txt")->readme_file, "README.txt");
  EXPECT_EQ(readme("readme = true\n", "README.md")->readme, "text");
  EXPECT_EQ(readme("readme = false\n", "README.md")->readme, std::nullopt);
  EXPECT_EQ(readme("readme = \"../front.md\"\n", "front.md")->readme, std::nullopt);
}

TEST(PackagedMetadata, AReadmeThatCargoCouldNotSendIsRefused) {
  const std::string manifest = manifest_with("");
  const auto broken = read(CrateBuilder("a", "1.0.0").manifest(manifest).file("README.md", "\xFF"));
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("UTF-8"), std::string::npos) << broken.error().message;
  const auto large =
      read(CrateBuilder("a", "1.0.0").manifest(manifest).file("README.md", std::string(kReadmeBytes + 1, ' ')));
  ASSERT_FALSE(large);
  EXPECT_NE(large.error().message.find("larger"), std::string::npos) << large.error().message;
}

TEST(PackagedMetadata, WhatCargoWouldNotHavePublishedIsRefused) {
  EXPECT_NE(error_of("[patch.crates-io]\nlog = { path = \"x\" }\n").find("[patch]"), std::string::npos);
  EXPECT_NE(error_of("[dependencies]\nlog.workspace = true\n").find("workspace"), std::string::npos);
  EXPECT_NE(error_of("[dependencies]\nlog = { version = \"1\", registry = \"mine\" }\n").find("package the crate"),
            std::string::npos);
  EXPECT_NE(error_of("[dependencies]\nlog = { version = \"1\", artifact = \"bin\" }\n").find("artifact"),
            std::string::npos);
  EXPECT_NE(error_of("[target.'cfg(!)'.dependencies]\nlog = \"1\"\n").find("cfg"), std::string::npos);
}

TEST(PackagedMetadata, ACrateWithoutManifestIsRefused) {
  const auto metadata = read(CrateBuilder("a", "1.0.0").without_manifest());
  ASSERT_FALSE(metadata);
  EXPECT_EQ(metadata.error().message, "The crate has no Cargo.toml in its top folder.");
}

}  // namespace
}  // namespace entrepot
