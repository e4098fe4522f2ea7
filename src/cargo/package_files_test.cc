#include "cargo/package_files.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/crate_builder.h"

namespace entrepot {
namespace {

using testing::CrateBuilder;

Result<std::vector<PackagedFile>> list(const std::string& crate, const PackageLimits& limits = {},
                                       std::string_view top = "foo-1.0.0") {
  return list_package_files(source_of(crate), crate.size(), top, limits);
}

Result<std::optional<std::string>> read(const std::string& crate, std::string_view path, std::uint64_t most = 1000) {
  return read_package_file(source_of(crate), crate.size(), path, most, {});
}

TEST(PackageFiles, AreListedByPathWithSizeChecksumAndWhetherTheyAreText) {
  const std::string crate = CrateBuilder("foo", "1.0.0")
                                .file("src/lib.rs", "fn main() {}")
                                .file("a.bin", std::string_view("a\0b", 3))
                                .file("a.latin1", "\xE9")
                                .file("a.empty", "")
                                .build();
  const auto files = list(crate);
  ASSERT_TRUE(files.has_value()) << files.error().message;
  std::string seen;
  for (const PackagedFile& file : *files) {
    seen += file.path + " " + std::to_string(file.size) + (file.is_text ? " text, " : " bytes, ");
  }
  const std::size_t manifest = read(crate, "Cargo.toml")->value().size();
  EXPECT_EQ(seen, "Cargo.toml " + std::to_string(manifest) +
                      " text, a.bin 3 bytes, a.empty 0 text, a.latin1 1 bytes, src/lib.rs 12 text, ");
  EXPECT_EQ(files->back().checksum, sha256("fn main() {}"));
}

TEST(PackageFiles, AreTextWhereverAPieceEndsInACharacter) {
  // The unpacker hands out 64 KiB at a time; four-byte characters at every offset meet each end in every way.
  for (const std::size_t shift : {0U, 1U, 2U, 3U}) {
    std::string text(shift, 'x');
    while (text.size() < 300'000) text += "\xF0\x9F\xAB\x96";
    const auto files =
        list(CrateBuilder("foo", "1.0.0").file("t", text).file("u", text.substr(0, 299'998 + shift)).build());
    ASSERT_TRUE(files.has_value());
    EXPECT_TRUE((*files)[1].is_text) << shift;
    EXPECT_FALSE((*files)[2].is_text) << shift;  // ends within a character
  }
}

TEST(PackageFiles, AreReadByPathAsFarAsAskedFor) {
  const std::string crate =
      CrateBuilder("foo", "1.0.0").file("a", "first").file("dir/b", std::string(100'000, 'b')).build();
  EXPECT_EQ(read(crate, "a")->value(), "first");
  EXPECT_EQ(read(crate, "a", 2)->value(), "fi");
  EXPECT_EQ(read(crate, "a", 0)->value(), "");
  EXPECT_EQ(read(crate, "dir/b", 200'000)->value(), std::string(100'000, 'b'));
  for (const char* path : {"", "dir", "dir/", "/a", "../a", "foo-1.0.0/a", "A", "./a"}) {
    EXPECT_FALSE(read(crate, path)->has_value()) << path;
  }
}

TEST(PackageFiles, AreTakenByTheLikeliestOfSeveralNames) {
  const std::string crate = CrateBuilder("foo", "1.0.0").file("c", "third").file("b", "second").file("d", "x").build();
  const auto likeliest = [&crate](const std::vector<std::string>& names, std::uint64_t most = 1000) {
    const auto found = read_likeliest_file(source_of(crate), crate.size(), names, most, {});
    return *found ? (*found)->path + " " + (*found)->bytes + " " + std::to_string((*found)->size) : "none";
  };
  EXPECT_EQ(likeliest({"a", "b", "c"}), "b second 6");
  EXPECT_EQ(likeliest({"c", "b"}), "c third 5");
  EXPECT_EQ(likeliest({"a", "c"}, 2), "c th 5");
  EXPECT_EQ(likeliest({"a", "", "dir"}), "none");
  EXPECT_EQ(likeliest({}), "none");
}

TEST(PackageFiles, AreReadWithoutWhatStandsBehindThem) {
  std::string noise;
  for (std::uint32_t state = 1; noise.size() < 1'000'000;) {
    state = state * 1664525U + 1013904223U;
    noise += static_cast<char>(state >> 24U);
  }
  const std::string crate = CrateBuilder("foo", "1.0.0").file("README.md", "# Foo").file("noise", noise).build();
  std::uint64_t furthest = 0;
  const PackageSource watched = [&](std::uint64_t offset, void* out, std::size_t size) {
    auto read = source_of(crate)(offset, out, size);
    furthest = std::max(furthest, offset + read.value_or(0));
    return read;
  };
  const std::vector<std::string> names{"README.md", "README"};
  ASSERT_TRUE(read_likeliest_file(watched, crate.size(), names, 1000, {})->has_value());
  EXPECT_LE(furthest, 100'000U);
}

TEST(PackageFiles, OfAnArchiveThatNobodyMayHaveAreNotListed) {
  const CrateBuilder good("foo", "1.0.0");
  EXPECT_FALSE(list("no gzip at all").has_value());
  EXPECT_FALSE(list(good.build().substr(0, 100)).has_value());
  EXPECT_FALSE(list(good.build() + "x").has_value());
  EXPECT_FALSE(list(good.build(), {}, "bar-1.0.0").has_value());
  EXPECT_FALSE(list(good.build(), {.max_entries = 0}).has_value());
  EXPECT_FALSE(list(CrateBuilder("foo", "1.0.0").file("../evil", "x").build()).has_value());
  EXPECT_FALSE(list(CrateBuilder("foo", "1.0.0").file("a", "1").file("a", "2").build()).has_value());
  EXPECT_FALSE(list(CrateBuilder("foo", "1.0.0")
                        .raw_entry({.path = "foo-1.0.0/l", .type = '2', .link_target = "/etc/passwd"})
                        .build())
                   .has_value());
  EXPECT_FALSE(list(CrateBuilder("foo", "1.0.0").end(testing::TarEnd::none).build()).has_value());
  EXPECT_FALSE(list(CrateBuilder("foo", "1.0.0").file("zeros", std::string(2'000'000, '\0')).build(),
                    {.max_unpacked_bytes = 1'000'000, .max_ratio = 1})
                   .has_value());
}

}  // namespace
}  // namespace entrepot
