#include "cargo/tar_header.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/try.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

using Type = TarHeader::Type;

struct Field {
  std::size_t at;
  std::size_t width;
};
constexpr Field kName{0, 100};
constexpr Field kSize{124, 12};
constexpr Field kChecksum{148, 8};
constexpr std::size_t kTypeAt = 156;
constexpr Field kMagic{257, 8};
constexpr Field kPrefix{345, 155};

constexpr std::string_view kUstar(
    "ustar\0"
    "00",
    8);
constexpr std::string_view kGnu("ustar  \0", 8);

constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 60;

struct TypeRow {
  char flag;
  std::optional<Type> type;
  std::string_view what;  ///< for the refusal
};
constexpr auto kTypes = std::to_array<TypeRow>({{'0', Type::file, ""},
                                                {'\0', Type::file, ""},
                                                {'5', Type::folder, ""},
                                                {'L', Type::gnu_long_name, ""},
                                                {'x', Type::pax, ""},
                                                {'1', {}, "a hard link"},
                                                {'2', {}, "a symbolic link"},
                                                {'3', {}, "a character device"},
                                                {'4', {}, "a block device"},
                                                {'6', {}, "a FIFO"},
                                                {'7', {}, "a contiguous file"},
                                                {'K', {}, "a link with a long name"},
                                                {'S', {}, "a sparse file"},
                                                {'g', {}, "a global pax header"}});

std::string_view cut(std::string_view block, Field field) {
  return block.substr(field.at, field.width);
}

std::unexpected<Error> malformed(std::string_view why) {
  return invalid("The crate's tar archive is malformed: " + std::string(why) + ".");
}

/// GNU's base-256: the first bit set, the rest a big-endian number.
std::optional<std::uint64_t> read_binary(std::string_view field) {
  std::uint64_t value = static_cast<unsigned char>(field[0]) & 0x7Fu;
  for (const char c : field.substr(1)) {
    if (value >= kMaxNumber >> 8) return std::nullopt;
    value = value << 8 | static_cast<unsigned char>(c);
  }
  return value;
}

std::optional<std::uint64_t> read_number(std::string_view field) {
  if ((static_cast<unsigned char>(field[0]) & 0x80u) != 0) return read_binary(field);
  Scanner scanner(field);
  scanner.skip_spaces();
  const std::string_view digits = scanner.take_while([](char c) { return c >= '0' && c <= '7'; });
  const bool padded = std::ranges::all_of(scanner.rest(), [](char c) { return c == ' ' || c == '\0'; });
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 8);
  if (digits.empty() || !padded || error != std::errc() || value > kMaxNumber) return std::nullopt;
  return value;
}

/// Text that NULs fill up. Nothing when something hides behind a NUL.
std::optional<std::string_view> read_text(std::string_view field) {
  const std::string_view text = field.substr(0, field.find('\0'));
  const bool clean = std::ranges::all_of(field.substr(text.size()), [](char c) { return c == '\0'; });
  return clean ? std::optional(text) : std::nullopt;
}

std::uint64_t header_sum(std::string_view block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) {
    const bool in_checksum = i >= kChecksum.at && i < kChecksum.at + kChecksum.width;
    sum += in_checksum ? std::uint64_t{' '} : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

Result<std::string> read_path(std::string_view block, bool ustar) {
  const auto name = read_text(cut(block, kName));
  if (!name) return malformed("there are bytes after the end of a name");
  if (!ustar) return std::string(*name);  // GNU keeps other things where the prefix would be
  const auto prefix = read_text(cut(block, kPrefix));
  if (!prefix) return malformed("there are bytes after the end of a name's prefix");
  return prefix->empty() ? std::string(*name) : std::string(*prefix) + "/" + std::string(*name);
}

Result<Type> read_type(char flag, std::string_view path) {
  const auto row = std::ranges::find(kTypes, flag, &TypeRow::flag);
  if (row != kTypes.end() && row->type) return *row->type;
  const std::string what = row == kTypes.end() ? "of a type that is not known" : std::string(row->what);
  return invalid("The entry " + in_quotes(path) + " of the crate is " + what +
                 "; only regular files and folders are allowed.");
}

Result<void> take_record(std::string_view key, std::string_view value, PaxRecords& out) {
  if (key == "path") {
    if (out.path) return malformed("a pax header gives 'path' twice");
    out.path = value;
    return {};
  }
  if (key == "size") {
    Scanner scanner(value);
    const auto size = scanner.number();
    if (out.size || !size || !scanner.at_end()) return malformed("a pax header gives no single clear 'size'");
    out.size = *size;
    return {};
  }
  if (key == "linkpath" || key == "hdrcharset" || key.starts_with("GNU.sparse.")) {
    return malformed("a pax header holds " + in_quotes(key) + ", which no crate needs");
  }
  return {};
}

}  // namespace

bool is_zero_block(std::string_view block) {
  return std::ranges::all_of(block, [](char c) { return c == '\0'; });
}

Result<TarHeader> parse_tar_header(std::string_view block) {
  const std::string_view magic = cut(block, kMagic);
  if (magic != kUstar && magic != kGnu) return malformed("an entry is neither in ustar nor in GNU format");
  const auto checksum = read_number(cut(block, kChecksum));
  if (!checksum || *checksum != header_sum(block)) return malformed("an entry's checksum is wrong");
  TarHeader out;
  TRY_ASSIGN(out.path, read_path(block, magic == kUstar));
  TRY_ASSIGN(out.type, read_type(block[kTypeAt], out.path));
  const auto size = read_number(cut(block, kSize));
  if (!size) return malformed("the size of " + in_quotes(out.path) + " is not a number");
  out.size = *size;
  return out;
}

Result<PaxRecords> parse_pax_records(std::string_view content) {
  PaxRecords out;
  while (!content.empty()) {
    Scanner scanner(content);
    const auto length = scanner.number();
    const std::size_t digits = content.size() - scanner.rest().size();
    if (!length || *length > content.size() || *length < digits + 3 || !scanner.skip(' ') ||
        content[*length - 1] != '\n') {
      return malformed("a pax header is torn");
    }
    const std::string_view record = content.substr(digits + 1, *length - digits - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return malformed("a pax header is torn");
    TRY(take_record(record.substr(0, equals), record.substr(equals + 1), out));
    content.remove_prefix(*length);
  }
  return out;
}

}  // namespace entrepot
