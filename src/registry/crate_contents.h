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
#include "net/blocking_pool.h"
#include "net/task.h"

namespace entrepot::registry {

/// The README of a crate, for people: always UTF-8, what is none replaced by U+FFFD.
struct CrateReadme {
  std::string path;  ///< below the top folder
  std::string text;
  bool is_truncated = false;
};

/// What is in a .crate, as far as pages show it. Immutable; any thread.
struct CrateContents {
  std::vector<PackagedFile> files{};  ///< sorted by path
  std::uint64_t unpacked_bytes = 0;   ///< of all files
  std::optional<std::string> edition{};
  std::optional<std::string> links{};
  std::optional<CrateReadme> readme{};

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
/// The largest file that is shown.
inline constexpr std::uint64_t kMostShownBytes = 5 * 1024 * 1024;

/// Looks into .crate files, on the blocking pool: bytes are unpacked as they are read, and what was found is
/// remembered, bounded in bytes. Blobs never change, so nothing is ever dropped for being old. One crate is unpacked at
/// a time, so that those who look leave the pool to those who publish. Owned by Registry; any thread.
class CrateViewer {
 public:
  CrateViewer(blob::BlobStore& blobs, net::BlockingPool& pool, std::size_t bytes);
  ~CrateViewer();

  net::Task<Result<CrateContentsPointer>> contents(CrateFile crate);
  /// The bytes of one file; `not_found` when there is none, `too_large` beyond kMostShownBytes.
  net::Task<Result<std::string>> read(CrateFile crate, std::string path);
  /// Nobody waits here any more; before the loops of those who do are gone.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
