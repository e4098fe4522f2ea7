#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

inline constexpr std::size_t kTarBlock = 512;

/// One tar header as it stands in its block, before long names and pax records are applied. Plain data.
struct TarHeader {
  enum class Type : std::uint8_t { file, folder, gnu_long_name, pax };
  Type type = Type::file;
  std::string path;        ///< bytes, unchecked
  std::uint64_t size = 0;  ///< bytes of content that follow
};

/// Reads ustar (POSIX.1-2017 pax, "ustar Interchange Format") and GNU headers. Refuses a wrong checksum, a number that
/// is neither octal nor base-256, bytes after a name's NUL, and every type but those above, by the name of what it is.
Result<TarHeader> parse_tar_header(std::string_view block);

bool is_zero_block(std::string_view block);

/// What a registry needs of a pax extended header; times, owners and vendors' comments are passed over.
struct PaxRecords {
  std::optional<std::string> path{};
  std::optional<std::uint64_t> size{};
};

/// "%d %s=%s\n" records. Refuses torn records, `path` or `size` given twice, links, sparse files and foreign character
/// sets.
Result<PaxRecords> parse_pax_records(std::string_view content);

}  // namespace entrepot
