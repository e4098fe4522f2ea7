#include "cargo/package_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "support/crate_builder.h"

namespace entrepot {
namespace {

using testing::CrateBuilder;
using testing::gzip;
using ::testing::HasSubstr;
using testing::TarEnd;
using testing::TarEntry;

Result<PackageContent> read(std::string_view crate, const PackageLimits& limits = {},
                            const PackageTextVisitor& visitor = {}) {
  return read_package(crate, *CrateName::parse("foo"), *Version::parse("1.0.0"), limits, visitor);
}

std::string refusal(std::string_view crate, const PackageLimits& limits = {}) {
  const auto content = read(crate, limits);
  if (content) return "";
  EXPECT_EQ(content.error().code, ErrorCode::invalid);
  return content.error().message;
}

CrateBuilder foo() {
  return CrateBuilder("foo", "1.0.0");
}

TEST(PackageReader, ReadsAGoodCrate) {
  CrateBuilder builder = foo();
  builder.manifest("[package]\n")
      .file("Cargo.toml.orig", "orig")
      .file("src/lib.rs", std::string(100'000, 'x'))
      .file("empty", "");
  builder.file(".cargo_vcs_info.json",
               R"({"git":{"sha1":"0123456789abcdef0123456789abcdef01234567"},"path_in_vcs":""})");
  const auto content = read(builder.build());
  ASSERT_TRUE(content.has_value()) << content.error().message;
  EXPECT_EQ(content->manifest, "[package]\n");
  EXPECT_EQ(content->original_manifest, "orig");
  EXPECT_EQ(content->commit, "0123456789abcdef0123456789abcdef01234567");
  EXPECT_EQ(content->file_count, 5u);
  EXPECT_EQ(content->unpacked_bytes, builder.tar().size());
}

TEST(PackageReader, AcceptsHarmlessVariety) {
  const std::string deep = std::string(90, 'd') + "/" + std::string(90, 'e') + "/f.rs";
  EXPECT_EQ(refusal(foo().file(deep, "x").build()), "");  // a GNU long name
  EXPECT_EQ(refusal(foo()
                        .pax({{"path", "foo-1.0.0/" + deep}, {"mtime", "1.5"}})
                        .raw_entry({.path = "short", .content = "x"})
                        .build()),
            "");
  EXPECT_EQ(refusal(foo().pax({{"size", "1"}}).raw_entry({.path = "foo-1.0.0/a", .content = "x"}).build()), "");
  EXPECT_EQ(refusal(foo()
                        .raw_entry({.path = "foo-1.0.0/", .type = '5'})
                        .raw_entry({.path = "foo-1.0.0/src/", .type = '5'})
                        .file("src/a", "")
                        .build()),
            "");
  EXPECT_EQ(refusal(foo().raw_entry({.path = "a", .content = "x", .prefix = "foo-1.0.0/pre"}).build()), "");
  EXPECT_EQ(refusal(foo().raw_entry({.path = "foo-1.0.0/v7", .type = '\0'}).build()), "");
  EXPECT_EQ(refusal(foo()
                        .raw_entry({.path = "foo-1.0.0/b", .size_field = std::string("\x80\0\0\0\0\0\0\0\0\0\0\0", 12)})
                        .build()),
            "");
  EXPECT_EQ(refusal(foo().after_tar(std::string(8192, '\0')).build()), "");  // records are padded
  EXPECT_EQ(refusal(foo().compression(0).build()), "");
  EXPECT_EQ(refusal(foo().file("größe/日本.rs", "").build()), "");
  EXPECT_EQ(refusal(foo().file(".cargo_vcs_info.json", "nonsense").build()), "");
  EXPECT_EQ(refusal(foo().without_manifest().file("cargo.toml", "").build()), "");
}

TEST(PackageReader, ReadsBuildMetadataInTheTopFolder) {
  const std::string crate = CrateBuilder("foo", "1.0.0+b").build();
  EXPECT_TRUE(read_package(crate, *CrateName::parse("foo"), *Version::parse("1.0.0+b"), {}).has_value());
  EXPECT_THAT(refusal(crate), HasSubstr("not below the folder"));
}

struct Hostile {
  const char* name;
  std::function<std::string()> crate;
  const char* sentence;
};

std::string with(TarEntry entry) {
  return foo().raw_entry(std::move(entry)).build();
}
std::string with_path(std::string path) {
  return with({.path = std::move(path), .content = "x"});
}

TEST(PackageReader, RefusesEveryHostileArchive) {
  const Hostile rows[] = {
      // gzip
      {"nothing", [] { return std::string(); }, "gzip"},
      {"not gzip", [] { return std::string("PK\3\4 a zip file"); }, "gzip"},
      {"plain tar", [] { return foo().tar(); }, "gzip"},
      {"two members", [] { return foo().build() + gzip("more"); }, "exactly one gzip member"},
      {"tar split over two members",
       [] {
         const std::string tar = foo().tar();
         return gzip(tar.substr(0, 700)) + gzip(tar.substr(700));
       },
       "exactly one gzip member"},
      {"an empty second member", [] { return foo().build() + gzip(""); }, "exactly one gzip member"},
      {"trailing byte", [] { return foo().after_gzip("x").build(); }, "exactly one gzip member"},
      {"trailing zeros", [] { return foo().after_gzip(std::string(512, '\0')).build(); }, "exactly one gzip member"},
      {"torn gzip",
       [] {
         const std::string all = foo().build();
         return all.substr(0, all.size() - 9);
       },
       "gzip"},
      {"wrong CRC",
       [] {
         std::string all = foo().build();
         all[all.size() - 8] ^= 1;
         return all;
       },
       "gzip"},
      {"wrong length",
       [] {
         std::string all = foo().build();
         all[all.size() - 1] ^= 1;
         return all;
       },
       "gzip"},
      {"reserved header flag",
       [] {
         std::string all = foo().build();
         all[3] = '\x80';
         return all;
       },
       "gzip"},
      // the end of the tar
      {"no end", [] { return foo().end(TarEnd::none).build(); }, "two blocks of zeros"},
      {"half an end", [] { return foo().end(TarEnd::one_zero_block).build(); }, "single block of zeros"},
      {"something after the end",
       [] { return foo().after_tar(testing::tar_entry({.path = "foo-1.0.0/hidden"})).build(); }, "follows its end"},
      {"a byte after the end", [] { return foo().after_tar("x").build(); }, "follows its end"},
      {"megabytes of padding", [] { return foo().after_tar(std::string(2'000'000, '\0')).build(); }, "follows its end"},
      {"zero block and more",
       [] { return foo().end(TarEnd::one_zero_block).after_tar(testing::tar_entry({.path = "foo-1.0.0/x"})).build(); },
       "single block"},
      {"torn in an entry", [] { return gzip(foo().file("a", std::string(2000, 'x')).tar().substr(0, 2048)); },
       "middle of an entry"},
      {"torn in a block", [] { return gzip(foo().tar().substr(0, 1100)); }, "middle of a block"},
      // headers
      {"wrong checksum", [] { return with({.path = "foo-1.0.0/a", .checksum_field = std::string("000000\0 ", 8)}); },
       "checksum"},
      {"no magic", [] { return with({.path = "foo-1.0.0/a", .magic = std::string_view("\0\0\0\0\0\0\0\0", 8)}); },
       "ustar"},
      {"size no number", [] { return with({.path = "foo-1.0.0/a", .size_field = "abcdefghijkl"}); }, "not a number"},
      {"size empty", [] { return with({.path = "foo-1.0.0/a", .size_field = std::string(12, '\0')}); }, "not a number"},
      {"size negative", [] { return with({.path = "foo-1.0.0/a", .size_field = std::string(12, '\xff')}); },
       "not a number"},
      {"size enormous", [] { return with({.path = "foo-1.0.0/a", .size_field = "77777777777"}); },
       "middle of an entry"},
      {"bytes behind the NUL of a name", [] { return with({.path = std::string("foo-1.0.0/a\0b", 13)}); },
       "after the end of a name"},
      {"no name", [] { return with({.path = ""}); }, "no name"},
      // types
      {"symbolic link", [] { return with({.path = "foo-1.0.0/a", .type = '2', .link_target = "/etc/passwd"}); },
       "symbolic link"},
      {"hard link", [] { return with({.path = "foo-1.0.0/a", .type = '1', .link_target = "foo-1.0.0/Cargo.toml"}); },
       "hard link"},
      {"character device", [] { return with({.path = "foo-1.0.0/a", .type = '3'}); }, "device"},
      {"block device", [] { return with({.path = "foo-1.0.0/a", .type = '4'}); }, "device"},
      {"FIFO", [] { return with({.path = "foo-1.0.0/a", .type = '6'}); }, "FIFO"},
      {"contiguous", [] { return with({.path = "foo-1.0.0/a", .type = '7'}); }, "contiguous"},
      {"sparse", [] { return with({.path = "foo-1.0.0/a", .type = 'S'}); }, "sparse"},
      {"long link", [] { return with({.path = "foo-1.0.0/a", .type = 'K'}); }, "link"},
      {"unknown type", [] { return with({.path = "foo-1.0.0/a", .type = 'Z'}); }, "not known"},
      {"folder with content", [] { return with({.path = "foo-1.0.0/a", .content = "x", .type = '5'}); }, "has content"},
      // pax and long names
      {"global pax", [] { return foo().pax({{"comment", "x"}}, 'g').file("a", "").build(); }, "global pax"},
      {"pax size lies", [] { return foo().pax({{"size", "7"}}).file("a", "x").build(); }, "another size"},
      {"pax size no number", [] { return foo().pax({{"size", "1x"}}).file("a", "x").build(); }, "'size'"},
      {"pax size twice", [] { return foo().pax({{"size", "1"}, {"size", "1"}}).file("a", "x").build(); }, "'size'"},
      {"pax path twice",
       [] { return foo().pax({{"path", "foo-1.0.0/a"}, {"path", "foo-1.0.0/b"}}).file("a", "").build(); }, "twice"},
      {"pax path out", [] { return foo().pax({{"path", "../a"}}).file("a", "").build(); }, "not below"},
      {"pax link", [] { return foo().pax({{"linkpath", "x"}}).file("a", "").build(); }, "linkpath"},
      {"pax sparse", [] { return foo().pax({{"GNU.sparse.major", "1"}}).file("a", "").build(); }, "sparse"},
      {"pax charset", [] { return foo().pax({{"hdrcharset", "BINARY"}}).file("a", "").build(); }, "hdrcharset"},
      {"pax torn",
       [] { return foo().raw_entry({.path = "p", .content = "99 path=x\n", .type = 'x'}).file("a", "").build(); },
       "torn"},
      {"pax without newline",
       [] { return foo().raw_entry({.path = "p", .content = "8 path=x", .type = 'x'}).file("a", "").build(); }, "torn"},
      {"two pax headers", [] { return foo().pax({{"mtime", "1"}}).pax({{"mtime", "1"}}).file("a", "").build(); },
       "two pax headers"},
      {"pax at the end", [] { return foo().pax({{"mtime", "1"}}).build(); }, "ends after"},
      {"pax and long name", [] { return foo().pax({{"path", "foo-1.0.0/a"}}).file(std::string(120, 'l'), "").build(); },
       "two long names"},
      {"huge pax", [] { return foo().pax({{"comment", std::string(100'000, 'x')}}).file("a", "").build(); },
       "larger than"},
      {"huge long name", [] { return foo().file(std::string(70'000, 'l'), "").build(); }, "larger than"},
      // paths
      {"wrong top folder", [] { return with_path("bar-1.0.0/a"); }, "not below"},
      {"top folder's prefix", [] { return with_path("foo-1.0.0x/a"); }, "not below"},
      {"no top folder", [] { return with_path("a"); }, "not below"},
      {"dot in front", [] { return with_path("./foo-1.0.0/a"); }, "not below"},
      {"absolute", [] { return with_path("/foo-1.0.0/a"); }, "absolute"},
      {"up", [] { return with_path("foo-1.0.0/../a"); }, "'..'"},
      {"up in the middle", [] { return with_path("foo-1.0.0/a/../b"); }, "'..'"},
      {"dot", [] { return with_path("foo-1.0.0/./a"); }, "empty or '.'"},
      {"empty component", [] { return with_path("foo-1.0.0//a"); }, "empty or '.'"},
      {"file that ends in a slash", [] { return with_path("foo-1.0.0/a/"); }, "empty or '.'"},
      {"top folder as a file", [] { return with_path("foo-1.0.0"); }, "both a file and a folder"},
      {"backslash", [] { return with_path("foo-1.0.0/a\\b"); }, "backslash"},
      {"control character", [] { return with_path("foo-1.0.0/a\nb"); }, "control"},
      {"not UTF-8", [] { return with_path("foo-1.0.0/\xff"); }, "UTF-8"},
      {"NUL by pax", [] { return foo().pax({{"path", std::string("foo-1.0.0/a\0b", 13)}}).file("x", "").build(); },
       "NUL"},
      {"colon", [] { return with_path("foo-1.0.0/c:a"); }, "Windows"},
      {"question mark", [] { return with_path("foo-1.0.0/a?"); }, "Windows"},
      {"trailing dot", [] { return with_path("foo-1.0.0/a./b"); }, "dot or a space"},
      {"trailing space", [] { return with_path("foo-1.0.0/a "); }, "dot or a space"},
      {"device", [] { return with_path("foo-1.0.0/src/NUL"); }, "Windows device"},
      {"device with extension", [] { return with_path("foo-1.0.0/aux.rs"); }, "Windows device"},
      {"device as folder", [] { return with_path("foo-1.0.0/com1/x"); }, "Windows device"},
      {"too long", [] { return foo().file(std::string(2000, 'l'), "").build(); }, "longer than"},
      {"too deep",
       [] {
         std::string p;
         for (int i = 0; i < 100; ++i) p += "a/";
         return foo().file(p + "x", "").build();
       },
       "deep"},
      {"twice", [] { return foo().file("a", "1").file("a", "2").build(); }, "twice"},
      {"folder twice",
       [] {
         return foo()
             .raw_entry({.path = "foo-1.0.0/s", .type = '5'})
             .raw_entry({.path = "foo-1.0.0/s/", .type = '5'})
             .build();
       },
       "twice"},
      {"case", [] { return foo().file("src/a", "").file("src/A", "").build(); }, "upper and lower case"},
      {"case of a folder", [] { return foo().file("src/a", "").file("Src/b", "").build(); }, "upper and lower case"},
      {"file and folder", [] { return foo().file("a", "").file("a/b", "").build(); }, "both a file and a folder"},
      {"folder and file", [] { return foo().file("a/b", "").file("a", "").build(); }, "both a file and a folder"},
      {"cargo's own mark", [] { return foo().file(".cargo-ok", "").build(); }, ".cargo-ok"},
      // the manifest
      {"no manifest", [] { return foo().without_manifest().file("src/lib.rs", "").build(); }, "no Cargo.toml"},
      {"manifest below", [] { return foo().without_manifest().file("sub/Cargo.toml", "").build(); }, "no Cargo.toml"},
      {"two manifests", [] { return foo().file("Cargo.toml", "").build(); }, "more than one Cargo.toml"},
      {"two manifests by case", [] { return foo().file("cargo.toml", "").build(); }, "more than one Cargo.toml"},
      {"odd manifest", [] { return foo().without_manifest().file("CARGO.TOML", "").build(); }, "spelled"},
      {"huge manifest", [] { return foo().manifest(std::string(2'000'000, '#')).build(); }, "larger than"},
      {"manifest as folder",
       [] { return foo().without_manifest().raw_entry({.path = "foo-1.0.0/Cargo.toml", .type = '5'}).build(); },
       "no Cargo.toml"},
  };
  for (const Hostile& row : rows) {
    EXPECT_THAT(refusal(row.crate()), HasSubstr(row.sentence)) << row.name;
  }
}

TEST(PackageReader, ABombIsStoppedAtTheLimit) {
  const std::string bomb = foo().file("big", std::string(8'000'000, 'x')).build();
  EXPECT_THAT(refusal(bomb, {.max_unpacked_bytes = 1'000'000, .max_ratio = 20}), HasSubstr("unpacks to more than"));
  EXPECT_EQ(refusal(bomb, {.max_unpacked_bytes = 9'000'000, .max_ratio = 1}), "");
  EXPECT_EQ(refusal(bomb, {.max_unpacked_bytes = 1, .max_ratio = 2000}), "");
}

TEST(PackageReader, EntriesAreCounted) {
  CrateBuilder builder = foo();
  for (int i = 0; i < 9; ++i) builder.file("f" + std::to_string(i), "");
  EXPECT_EQ(refusal(builder.build(), {.max_entries = 10}), "");
  EXPECT_THAT(refusal(builder.build(), {.max_entries = 9}), HasSubstr("more than 9 entries"));
}

TEST(PackageReader, EveryTruncationIsRefused) {
  const std::string crate = foo().file("src/lib.rs", "fn main() {}").build();
  for (std::size_t length = 0; length < crate.size(); ++length) {
    EXPECT_NE(refusal(crate.substr(0, length)), "") << length;
  }
}

TEST(PackageReader, TheVisitorSeesTheTextsAndMayRefuse) {
  const std::string crate =
      foo().file("Cargo.toml.orig", "secret").file("Cargo.lock", "lock").file("sub/Cargo.lock", "other").build();
  std::vector<std::string> seen;
  ASSERT_TRUE(read(crate, {}, [&](std::string_view path, std::string_view) -> Result<void> {
                seen.emplace_back(path);
                return {};
              }).has_value());
  EXPECT_EQ(seen, (std::vector<std::string>{"Cargo.toml", "Cargo.toml.orig", "Cargo.lock"}));
  const auto refused = read(crate, {}, [](std::string_view, std::string_view text) -> Result<void> {
    if (text.find("secret") == std::string_view::npos) return {};
    return invalid("It holds a token.");
  });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().message, "It holds a token.");
}

TEST(PackageReader, ErrorsOfTheSourceAreHandedOn) {
  const PackageSource broken = [](std::uint64_t, void*, std::size_t) -> Result<std::size_t> {
    return unavailable("The disk is gone.", 1);
  };
  const auto content = read_package(broken, 100, *CrateName::parse("foo"), *Version::parse("1.0.0"), {});
  ASSERT_FALSE(content.has_value());
  EXPECT_EQ(content.error().code, ErrorCode::unavailable);
}

TEST(PackageReader, ASourceThatGivesOneByteAtATimeIsEnough) {
  const std::string crate = foo().file("src/lib.rs", "x").build();
  const PackageSource slow = [&crate](std::uint64_t offset, void* out, std::size_t) -> Result<std::size_t> {
    if (offset >= crate.size()) return 0;
    *static_cast<char*>(out) = crate[offset];
    return 1;
  };
  EXPECT_TRUE(read_package(slow, crate.size(), *CrateName::parse("foo"), *Version::parse("1.0.0"), {}).has_value());
}

}  // namespace
}  // namespace entrepot
