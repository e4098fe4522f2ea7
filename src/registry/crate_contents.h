#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "base/error.h"
#include "blob/blob_store.h"
#include "cargo/package_files.h"

namespace entrepot::registry {

/// The README of a crate, for people: always UTF-8, what is none replaced by U+FFFD.
struct CrateReadme {
  std::string path;  ///< below the top folder
  std::string text;
  bool is_truncated = false;
};

/// What a crate says of itself where people look at it first. Immutable; any thread.
struct CrateIntroduction {
  std::optional<std::string> edition{};
  std::optional<CrateReadme> readme{};
};
using CrateIntroductionPointer = std::shared_ptr<const CrateIntroduction>;

/// What is in a .crate. Immutable; any thread.
struct CrateContents {
  std::vector<PackagedFile> files{};  ///< sorted by path
  std::uint64_t unpacked_bytes = 0;   ///< of all files

  /// By exact path; null when there is none.
  const PackagedFile* file(std::string_view path) const;
};
using CrateContentsPointer = std::shared_ptr<const CrateContents>;

/// Which blob, and what it is called.
struct CrateFile {
  Checksum checksum;
  std::string name{};
  std::string version{};
  PackageLimits limits{};  ///< those under which it was published, or more
};

inline constexpr std::size_t kMostReadmeBytes = 512 * 1024;

// All of these unpack as they read, in bounded memory, and block: for a thread of the pool.

/// Unpacks only as far as to the manifest and the README, as a rule near the beginning. A manifest that cannot be read
/// tells nothing: the version was accepted once.
Result<CrateIntroductionPointer> read_introduction(blob::BlobStore& blobs, const CrateFile& crate);
/// Unpacks and hashes everything.
Result<CrateContentsPointer> list_contents(blob::BlobStore& blobs, const CrateFile& crate);
/// Unpacks as far as to the end of the file; nothing when there is none.
Result<std::optional<std::string>> read_crate_file(blob::BlobStore& blobs, const CrateFile& crate,
                                                   std::string_view path, std::uint64_t most);

}  // namespace entrepot::registry
