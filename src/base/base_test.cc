#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/random.h"
#include "base/slug.h"
#include "base/try.h"

namespace entrepot {
namespace {

TEST(ErrorCodes, map_each_code_to_a_word_and_an_http_status) {
  EXPECT_EQ(http_status(ErrorCode::not_found), 404);
  EXPECT_EQ(http_status(ErrorCode::unavailable), 503);
  for (int code = 0; code < kErrorCodeCount; ++code) {
    EXPECT_GE(http_status(static_cast<ErrorCode>(code)), 400);
    EXPECT_FALSE(error_code_word(static_cast<ErrorCode>(code)).empty());
  }
  // 410 and 451 stop newer cargo for good (cargo's http_remote.rs takes only 404 for "no such crate").
  for (int code = 0; code < kErrorCodeCount; ++code) {
    EXPECT_NE(http_status(static_cast<ErrorCode>(code)), 410);
    EXPECT_NE(http_status(static_cast<ErrorCode>(code)), 451);
  }
}

Result<int> half_of(int number) {
  if (number % 2 != 0) return invalid("odd");
  return number / 2;
}

Result<int> quarter_of(int number) {
  TRY_ASSIGN(const int half, half_of(number));
  TRY_ASSIGN(const int quarter, half_of(half));
  return quarter;
}

TEST(Try, hands_the_first_error_up_and_otherwise_the_value) {
  EXPECT_EQ(quarter_of(12).value(), 3);
  EXPECT_EQ(quarter_of(6).error().message, "odd");
}

TEST(Timestamps, are_written_in_the_only_form_that_cargo_takes_for_pubtime) {
  const Timestamp time = from_unix(1795335758);
  EXPECT_EQ(to_rfc3339(time), "2026-11-22T08:22:38Z");
  EXPECT_EQ(from_rfc3339("2026-11-22T08:22:38Z").value(), time);
  EXPECT_EQ(to_http_date(time), "Sun, 22 Nov 2026 08:22:38 GMT");
  EXPECT_FALSE(from_rfc3339("2026-11-22T08:22:38.5Z"));
  EXPECT_FALSE(from_rfc3339("2026-11-22T08:22:38+00:00"));
  EXPECT_FALSE(from_rfc3339(""));
}

TEST(Checksums, are_64_lower_case_digits_or_nothing) {
  const Checksum empty = sha256(std::string_view{});
  EXPECT_EQ(empty.hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Checksum::parse(empty.hex()).value(), empty);
  EXPECT_FALSE(Checksum::parse("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"));
  EXPECT_FALSE(Checksum::parse("e3b0"));
  Sha256 running;
  running.update(as_bytes("ab"));
  running.update(as_bytes("c"));
  EXPECT_EQ(running.finish(), sha256(std::string_view("abc")));
}

TEST(Encodings, turn_bytes_to_text_and_back) {
  EXPECT_EQ(encode_base64(as_bytes("user:pa+ss")), "dXNlcjpwYStzcw==");
  EXPECT_EQ(decode_base64("dXNlcjpwYStzcw==").value(), "user:pa+ss");
  EXPECT_FALSE(decode_base64("dXNlcjpwYStzcw"));
  EXPECT_FALSE(decode_base64("d*Nl"));
  for (int byte = 0x80; byte < 0x100; ++byte) {
    EXPECT_FALSE(decode_base64(std::string("AAA") + static_cast<char>(byte))) << byte;
    EXPECT_FALSE(decode_base64url(std::string("AAA") + static_cast<char>(byte))) << byte;
  }
  EXPECT_EQ(decode_base64("").value(), "");
  EXPECT_EQ(decode_base64url(encode_base64url(as_bytes("\xff\xfe"))).value(), "\xff\xfe");
  EXPECT_EQ(encode_hex(as_bytes("\x01\xab")), "01ab");
}

TEST(PercentDecoding, keeps_a_plus_in_paths_and_makes_it_a_space_in_forms) {
  EXPECT_EQ(decode_percent("foo-1.0.0+build.1").value(), "foo-1.0.0+build.1");
  EXPECT_EQ(decode_percent("a%2Bb").value(), "a+b");
  EXPECT_EQ(decode_form("a+b%20c").value(), "a b c");
  EXPECT_FALSE(decode_percent("100%"));
  EXPECT_FALSE(decode_percent("%zz"));
  EXPECT_EQ(encode_percent("a b/ü"), "a%20b%2F%C3%BC");
}

TEST(Utf8, is_checked_strictly) {
  EXPECT_TRUE(is_utf8("crate — ünï"));
  EXPECT_FALSE(is_utf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // past the last code point
  EXPECT_FALSE(is_utf8("\xe2\x82"));          // torn
}

TEST(Slugs, hold_what_a_url_can_and_no_reserved_word) {
  EXPECT_EQ(Slug::parse("Acme_Tools-2").value().key(), "acme_tools-2");
  for (const char* bad : {"", "a", "a.b", "a/b", "ünï", "cargo", "V1", "public", "Basic"})
    EXPECT_FALSE(Slug::parse(bad)) << bad;
  EXPECT_FALSE(Slug::parse(std::string(51, 'a')));
}

TEST(Html, is_escaped) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

class FixedRandom final : public Random {
 public:
  void fill(std::byte* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::byte>(next_++);
  }

 private:
  unsigned next_ = 240;
};

TEST(RandomText, leaves_out_bytes_that_would_favour_some_letters) {
  FixedRandom random;  // 240 … 247 are taken (240 % 62 = 54 is '2'), 248 … 255 are drawn again, then 0 is 'A'
  EXPECT_EQ(random_alphanumeric(random, 10), "23456789AB");
}

TEST(Files, are_replaced_durably_and_read_back_within_a_limit) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("entrepot-base-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  ASSERT_TRUE(write_file_durably(folder / "key", "first"));
  ASSERT_TRUE(write_file_durably(folder / "key", "second"));
  EXPECT_EQ(read_file(folder / "key", 100).value(), "second");
  EXPECT_EQ(read_file(folder / "key", 3).error().code, ErrorCode::too_large);
  EXPECT_EQ(read_file(folder / "none", 3).error().code, ErrorCode::not_found);
  EXPECT_EQ(std::filesystem::status(folder / "key").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::remove_all(folder);
}

TEST(Folders, are_made_with_all_that_is_missing_above_them) {
  std::string name = testing::TempDir() + "/entrepot_base_XXXXXX";
  ASSERT_NE(::mkdtemp(name.data()), nullptr);
  const std::filesystem::path root = name;
  EXPECT_TRUE(create_folders_durably(root / "a" / "b" / "").has_value());
  EXPECT_TRUE(std::filesystem::is_directory(root / "a" / "b"));
  EXPECT_TRUE(create_folders_durably(root / "a" / "b").has_value());
  ASSERT_TRUE(write_file_durably(root / "file", "x").has_value());
  for (const auto& path : {root / "file", root / "file" / "below"}) {
    const auto refused = create_folders_durably(path);
    ASSERT_FALSE(refused.has_value()) << path;
    EXPECT_NE(refused.error().detail.find("mkdir"), std::string::npos) << refused.error().detail;
  }
  std::filesystem::remove_all(root);
}

TEST(SystemErrors, tell_a_full_disk_from_a_bug) {
  EXPECT_EQ(system_error("write", ENOSPC).error().code, ErrorCode::unavailable);
  EXPECT_GT(system_error("write", ENOSPC).error().retry_after_seconds, 0);
  for (const int out_of_descriptors : {EMFILE, ENFILE}) {
    EXPECT_EQ(system_error("open", out_of_descriptors).error().code, ErrorCode::unavailable);
  }
  EXPECT_EQ(system_error("write", EBADF).error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace entrepot
