#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "base/error.h"
#include "cargo/package_reader.h"

namespace entrepot {

// Single files of a .crate, by their paths below its top folder. All of these unpack as they read, in bounded memory,
// block on the source, and may be called on any thread.

/// The text of the wanted files, as far as the .crate has them; stops reading where it has them all. Checks no more
/// than reading takes, so it proves nothing about the rest: for what must be known before `read_package` can be called.
/// A file larger than `max_bytes` is ErrorCode::invalid.
Result<std::map<std::string, std::string, std::less<>>> read_package_files(const PackageSource& source,
                                                                           std::uint64_t compressed_bytes,
                                                                           std::span<const std::string> wanted,
                                                                           std::uint64_t max_bytes,
                                                                           const PackageLimits& limits);

/// The beginning of a file. A value.
struct PackageFileStart {
  std::string path;
  std::string bytes;
  std::uint64_t size = 0;  ///< of the whole file
};

/// The first `most` bytes of the first of the candidates that the .crate has, the likeliest standing first; nothing
/// when it has none. Reads no further than to the end of what it gives, where that is the likeliest.
Result<std::optional<PackageFileStart>> read_likeliest_file(const PackageSource& source, std::uint64_t compressed_bytes,
                                                            std::span<const std::string> candidates, std::uint64_t most,
                                                            const PackageLimits& limits);

/// The first `most` bytes of a file, or all of it; nothing when there is no such file. Reads no further than that.
Result<std::optional<std::string>> read_package_file(const PackageSource& source, std::uint64_t compressed_bytes,
                                                     std::string_view path, std::uint64_t most,
                                                     const PackageLimits& limits);

/// One regular file. A value.
struct PackagedFile {
  std::string path;        ///< below the top folder, as `PackagePaths` takes it
  std::uint64_t size = 0;  ///< bytes
  Checksum checksum;
  bool is_text = false;  ///< UTF-8 without a NUL from its beginning to its end
};

/// Every file, sorted by path. `top` is "name-version". Refuses the paths that `read_package` refuses, and what cannot
/// be unpacked, but not what only a publish must look at.
Result<std::vector<PackagedFile>> list_package_files(const PackageSource& source, std::uint64_t compressed_bytes,
                                                     std::string_view top, const PackageLimits& limits);

}  // namespace entrepot
