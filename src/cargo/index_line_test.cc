#include "cargo/index_line.h"

#include <gtest/gtest.h>

#include "cargo/registry_url.h"

namespace entrepot {
namespace {

constexpr std::string_view kSum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

PublishMetadata metadata() {
  PublishMetadata out{.name = *CrateName::parse("Foo"), .version = *Version::parse("1.0.0+b.1")};
  out.dependencies = {{.name = "zlib", .alias = {}, .requirement = "1"},
                      {.name = "serde",
                       .alias = "ser",
                       .requirement = ">= 1.0,<2",
                       .features = {"derive", ""},
                       .optional = true,
                       .default_features = false,
                       .target = "cfg(unix)",
                       .kind = DependencyKind::build,
                       .registry = std::string(kCratesIoIndex)}};
  out.features = {{"std", {"zlib/std"}}, {"fast", {"dep:ser", "std"}}};
  out.links = "z";
  out.rust_version = "1.74";
  return out;
}

TEST(IndexLine, IsTheSameBytesOnEveryNode) {
  const auto line = make_index_line(metadata(), *Checksum::parse(kSum), from_unix(1'795'335'758));
  ASSERT_TRUE(line.has_value());
  const std::string expected =
      R"({"name":"Foo","vers":"1.0.0+b.1","deps":[)"
      R"json({"name":"ser","req":">=1.0, <2","features":["derive"],"optional":true,"default_features":false,"target":"cfg(unix)",)json"
      R"("kind":"build","registry":"https://github.com/rust-lang/crates.io-index","package":"serde"},)"
      R"({"name":"zlib","req":"^1","features":[],"optional":false,"default_features":true,"target":null,"kind":"normal"}],)"
      R"("cksum":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","features":{"std":["zlib/std"]},)"
      R"("features2":{"fast":["dep:ser","std"]},"yanked":false,"links":"z","rust_version":"1.74","v":2,)"
      R"("pubtime":"2026-11-22T08:22:38Z"})";
  EXPECT_EQ(to_json_line(*line), expected);
  const auto again = parse_index_line(expected);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(to_json_line(*again), expected);
}

TEST(IndexLine, OldSyntaxAloneNeedsNoVersionTwo) {
  PublishMetadata plain = metadata();
  plain.features = {{"std", {}}};
  const std::string text = to_json_line(*make_index_line(plain, *Checksum::parse(kSum), from_unix(0)));
  EXPECT_EQ(text.find("features2"), std::string::npos);
  EXPECT_EQ(text.find("\"v\""), std::string::npos);
}

std::string line_with(std::string_view key, std::string_view value) {
  // The last of two equal keys counts, so a row only says what it changes.
  return R"({"name":"a","vers":"1.0.0","deps":[],"cksum":")" + std::string(kSum) +
         R"(","features":{},"yanked":false,")" + std::string(key) + "\":" + std::string(value) + "}";
}

std::string line_with_dependency(std::string_view fields) {
  return line_with("deps", R"([{"name":"b","req":"^1")" + std::string(fields) + "}]");
}

TEST(IndexLine, AcceptsWhatCargoAccepts) {
  for (const auto& good :
       {line_with("links", "null"), line_with("rust_version", "\"1.74\""), line_with("v", "2"), line_with("v", "null"),
        line_with("features2", "null"), line_with("yanked", "null"), line_with("yanked", "true"),
        line_with("unknown", "[]"), line_with("pubtime", "\"2026-11-22T08:22:38Z\""), line_with_dependency(""),
        line_with_dependency(R"(,"kind":null)"), line_with_dependency(R"(,"package":"b")"),
        line_with_dependency(R"(,"registry":null,"target":null)"),
        line_with_dependency(R"(,"registry":"sparse+https://h/i/")"), line_with_dependency(R"(,"features":[""])")}) {
    const auto line = parse_index_line(good);
    EXPECT_TRUE(line.has_value()) << good << (line ? "" : line.error().message);
  }
}

TEST(IndexLine, RefusesWhatSomeCargoIgnoresOrChokesOn) {
  for (const auto& bad : {std::string(),
                          std::string("{}"),
                          std::string("[]"),
                          std::string("\xef\xbb\xbf") + line_with("v", "1"),
                          line_with("v", "1") + "\n",
                          line_with("name", "\"1a\""),
                          line_with("vers", "\"1.0\""),
                          line_with("vers", "\"v1.0.0\""),
                          line_with("vers", "\"01.0.0\""),
                          line_with("deps", "null"),
                          line_with("cksum", "\"\""),
                          line_with("features", "null"),
                          line_with("cksum", "\"E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\""),
                          line_with("yanked", "\"false\""),
                          line_with("v", "3"),
                          line_with("v", "\"2\""),
                          line_with("rust_version", "\"^1.0\""),
                          line_with("rust_version", "\"1.60.0-nightly\""),
                          line_with("rust_version", "\"\""),
                          line_with("pubtime", "\"2026-11-22T08:22:38.5Z\""),
                          line_with("pubtime", "\"2026-11-22T08:22:38+00:00\""),
                          line_with("features", R"({"x":["nothing"]})"),
                          line_with_dependency(R"(,"req":"")"),
                          line_with_dependency(R"(,"req":"latest")"),
                          line_with_dependency(R"(,"features":null)"),
                          line_with_dependency(R"(,"optional":null)"),
                          line_with_dependency(R"(,"default_features":null)"),
                          line_with_dependency(R"(,"target":"cfg(")"),
                          line_with_dependency(R"(,"kind":"other")"),
                          line_with_dependency(R"(,"registry":"")"),
                          line_with_dependency(R"(,"registry":"registry+https://h/i")")}) {
    EXPECT_FALSE(parse_index_line(bad).has_value()) << bad;
  }
}

TEST(SetYanked, ChangesNothingElse) {
  const std::string line =
      R"({"links":"\"yanked\":true","deps":[{"yanked":true}], "yanked" : false ,"name":"yanked","x":"é\\"})";
  const auto yanked = set_yanked(line, true);
  ASSERT_TRUE(yanked.has_value());
  EXPECT_EQ(*yanked,
            R"({"links":"\"yanked\":true","deps":[{"yanked":true}], "yanked" : true ,"name":"yanked","x":"é\\"})");
  EXPECT_EQ(*set_yanked(*yanked, false), line);
  EXPECT_EQ(*set_yanked(R"({"yanked":null})", true), R"({"yanked":true})");
  EXPECT_FALSE(set_yanked(R"({"name":"a"})", true).has_value());
  EXPECT_FALSE(set_yanked(R"({"yanked":"no"})", true).has_value());
  EXPECT_FALSE(set_yanked(R"({"yanked)", true).has_value());
}

TEST(RustVersion, IsPlainNumbers) {
  for (const char* good : {"1", "1.74", "1.74.1"}) EXPECT_TRUE(is_rust_version(good)) << good;
  for (const char* bad : {"", "1.", "1.74.1.2", "^1.74", "1.74-beta", "01.74", "1.x", " 1"})
    EXPECT_FALSE(is_rust_version(bad)) << bad;
}

}  // namespace
}  // namespace entrepot
