#include "cargo/publish_metadata.h"

#include <gtest/gtest.h>

#include "support/crate_builder.h"

namespace entrepot {
namespace {

TEST(PublishMetadata, ReadsWhatCargoSends) {
  const auto metadata = parse_publish_metadata(R"json({"name":"foo","vers":"0.1.0","deps":[
    {"optional":true,"default_features":false,"name":"serde","features":["derive"],"version_req":"^1.0","target":"cfg(unix)",
     "kind":"build","registry":"https://github.com/rust-lang/crates.io-index","explicit_name_in_toml":"ser"},
    {"name":"log","version_req":"*","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal"}],
    "features":{"default":["std"],"std":[]},"authors":["A <a@b>"],"description":"d","documentation":null,"homepage":"https://h",
    "readme":"# r","readme_file":"README.md","keywords":["k"],"categories":["c"],"license":"MIT","license_file":null,
    "repository":null,"badges":{"x":{"y":"z"}},"links":"z","rust_version":"1.74","unknown":[1,{"a":2}]})json");
  ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
  EXPECT_EQ(metadata->name.text(), "foo");
  EXPECT_EQ(metadata->version.text(), "0.1.0");
  ASSERT_EQ(metadata->dependencies.size(), 2u);
  const Dependency& serde = metadata->dependencies[0];
  EXPECT_EQ(serde.name, "serde");
  EXPECT_EQ(serde.alias, "ser");
  EXPECT_EQ(serde.key(), "ser");
  EXPECT_EQ(serde.kind, DependencyKind::build);
  EXPECT_TRUE(serde.optional);
  EXPECT_FALSE(serde.default_features);
  EXPECT_EQ(serde.target, "cfg(unix)");
  EXPECT_EQ(serde.registry, "https://github.com/rust-lang/crates.io-index");
  EXPECT_EQ(metadata->dependencies[1].registry, std::nullopt);
  EXPECT_EQ(metadata->features.at("default"), std::vector<std::string>{"std"});
  EXPECT_EQ(metadata->readme, "# r");
  EXPECT_EQ(metadata->documentation, std::nullopt);
  EXPECT_EQ(metadata->keywords, std::vector<std::string>{"k"});
  EXPECT_EQ(metadata->links, "z");
  EXPECT_EQ(metadata->rust_version, "1.74");
}

TEST(PublishMetadata, NeedsNoMoreThanNameAndVersion) {
  EXPECT_TRUE(parse_publish_metadata(R"({"name":"a","vers":"1.0.0"})").has_value());
  EXPECT_TRUE(
      parse_publish_metadata(R"({"name":"a","vers":"1.0.0","deps":null,"features":null,"keywords":null})").has_value());
  EXPECT_TRUE(parse_publish_metadata(testing::CrateBuilder("a", "1.0.0").metadata_json()).has_value());
}

TEST(PublishMetadata, RefusesWrongTypesAndBrokenJson) {
  std::string deep = R"({"name":"a","vers":"1.0.0","x":)";
  deep += std::string(100, '[') + std::string(100, ']') + "}";
  const std::string rows[] = {
      "",
      "[]",
      "{",
      "null",
      R"({"vers":"1.0.0"})",
      R"({"name":"a"})",
      R"({"name":1,"vers":"1.0.0"})",
      R"({"name":"1a","vers":"1.0.0"})",
      R"({"name":"a","vers":"1.0"})",
      R"({"name":"a","vers":"1.0.0"} x)",
      R"({"name":"a","vers":"1.0.0","deps":{}})",
      R"({"name":"a","vers":"1.0.0","deps":[1]})",
      R"({"name":"a","vers":"1.0.0","deps":[{"name":"b"}]})",
      R"({"name":"a","vers":"1.0.0","deps":[{"name":"b","version_req":"1","kind":"other"}]})",
      R"({"name":"a","vers":"1.0.0","deps":[{"name":"b","version_req":"1","optional":"yes"}]})",
      R"({"name":"a","vers":"1.0.0","deps":[{"name":"b","version_req":"1","artifact":["bin"]}]})",
      R"({"name":"a","vers":"1.0.0","features":{"x":"y"}})",
      R"({"name":"a","vers":"1.0.0","features":{"x":[1]}})",
      R"({"name":"a","vers":"1.0.0","keywords":"k"})",
      R"({"name":"a","vers":"1.0.0","description":1})",
      R"({"name":"a","vers":"1.0.0","description":"a\u0000b"})",
      "{\"name\":\"a\",\"vers\":\"1.0.0\",\"description\":\"\xff\"}",
      deep};
  for (const std::string& row : rows) EXPECT_FALSE(parse_publish_metadata(row).has_value()) << row;
}

}  // namespace
}  // namespace entrepot
