#pragma once

#include <cstddef>
#include <memory>

#include "base/lru_cache.h"
#include "blob/blob_store.h"

namespace entrepot::blob {

/// Open files of the blobs read last, so that a download on an event loop needs no disk look-up. Bounded in descriptors
/// (plus those that answers still hold). A file that has lost its name is not given out again: the blob was removed, or
/// committed once more over a file that may have been damaged. Any thread. The store outlives it.
class OpenFileCache {
 public:
  OpenFileCache(BlobStore& store, std::size_t most_files);

  /// Never blocks on a disk; nullptr when the file is not open.
  std::shared_ptr<const FileHandle> find(const Checksum& checksum);
  /// Opens it through the store if need be: may block. `not_found` when there is none.
  Result<std::shared_ptr<const FileHandle>> open(const Checksum& checksum);
  void drop(const Checksum& checksum) { files_.erase(checksum); }
  std::size_t count() const { return files_.count(); }

 private:
  BlobStore& store_;
  LruCache<Checksum, FileHandle> files_;
};

}  // namespace entrepot::blob
