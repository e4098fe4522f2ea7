#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/file.h"
#include "base/random.h"

namespace entrepot::app {

/// What a command wants of the data folder.
enum class FolderUse : std::uint8_t {
  own,   ///< alone, made when missing: serve, init
  join,  ///< beside a server that may be running, never made: verify, gc
};

/// The folder given by the option `data`:
///
///   DATA/                       0700
///     lock                      held with flock(2) by the process that owns the folder
///     entrepot.sqlite3          metadata; SQLite's -wal and -shm beside it
///     sealing.key               0600: 32 random bytes that seal what must be shown again (entitlement tokens)
///     blobs/  tmp/              the crates, laid out by blob/paths.h
///
/// Owned by the composition root for as long as anything in it is open. The kernel drops the lock with the process, so
/// a crash leaves nothing to clean up.
class DataFolder {
 public:
  /// `unavailable` when it is to be owned and another process does, `not_found` when it is to be joined and holds no
  /// database.
  static Result<std::unique_ptr<DataFolder>> open(const std::filesystem::path& path, FolderUse use);

  std::filesystem::path database() const { return path_ / "entrepot.sqlite3"; }
  std::filesystem::path blobs() const { return path_; }
  const std::filesystem::path& path() const { return path_; }

  /// The 32 bytes of sealing.key; made only in a folder that is owned and holds no database yet. Before the database.
  Result<std::string> sealing_key(Random& random) const;

 private:
  DataFolder(std::filesystem::path path, std::unique_ptr<FileHandle> lock);

  std::filesystem::path path_;
  std::unique_ptr<FileHandle> lock_;  ///< null when joined
};

}  // namespace entrepot::app
