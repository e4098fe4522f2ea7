#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/checksum.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"

namespace entrepot::blob {

/// Bytes on their way in: a temporary file with a running SHA-256. Nobody sees them before `commit`; destroying the
/// writer throws them away. One thread at a time.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  virtual Result<void> write(ByteView bytes) = 0;
  /// What has been written so far, to be checked before it is committed.
  virtual Result<std::shared_ptr<const FileHandle>> staged() = 0;
  virtual std::uint64_t size() const = 0;
  /// Durable (fsync of file and folder) and visible under its SHA-256 when it returns. Committing bytes that are there
  /// already is no error; the last-modified time is renewed, so that a running gc keeps them.
  virtual Result<Checksum> commit() = 0;
};

struct BlobInfo {
  Checksum checksum;
  std::uint64_t size;
  Timestamp modified;
};

/// Of the place where the bytes are kept, whoever uses it.
struct StorageSpace {
  std::uint64_t free_bytes = 0;  ///< that this program could write
  std::uint64_t total_bytes = 0;
};

/// Immutable bytes named by their SHA-256. Every call may block: run it on a BlockingPool. Any thread.
class BlobStore {
 public:
  virtual ~BlobStore() = default;
  virtual Result<std::unique_ptr<BlobWriter>> create() = 0;
  /// `not_found` when there is none.
  virtual Result<std::shared_ptr<const FileHandle>> open(const Checksum& checksum) = 0;
  /// Every blob, in no order; stops at the visitor's first error.
  virtual Result<void> each(const std::function<Result<void>(const BlobInfo&)>& visit) = 0;
  /// Files among the blobs that no blob is named like; `each` passes over them. Paths relative to the store.
  virtual Result<std::vector<std::string>> foreign_files() = 0;
  /// Whether or not there is one.
  virtual Result<void> remove(const Checksum& checksum) = 0;
  /// Removes it unless it has been committed (again) since the time; gives whether it did. For gc: what a concurrent
  /// commit has just renewed stays.
  virtual Result<bool> remove_unless_renewed(const Checksum& checksum, Timestamp since) = 0;
  /// Removes abandoned temporary files older than the time; gives their number.
  virtual Result<std::uint64_t> remove_abandoned(Timestamp older_than) = 0;
  virtual Result<StorageSpace> space() = 0;
};

}  // namespace entrepot::blob
