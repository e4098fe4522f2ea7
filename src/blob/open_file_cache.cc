#include "blob/open_file_cache.h"

#include <algorithm>

#include "base/try.h"

namespace entrepot::blob {
namespace {

// Few files in many shards would leave some shards without room for one.
std::size_t shards_for(std::size_t most_files) {
  return std::clamp<std::size_t>(most_files / 64, 1, 16);
}

}  // namespace

OpenFileCache::OpenFileCache(BlobStore& store, std::size_t most_files)
    : store_(store), files_(most_files, shards_for(most_files)) {}

std::shared_ptr<const FileHandle> OpenFileCache::find(const Checksum& checksum) {
  auto found = files_.find(checksum);
  if (found == nullptr || found->has_name()) return found;
  files_.erase(checksum);
  return nullptr;
}

Result<std::shared_ptr<const FileHandle>> OpenFileCache::open(const Checksum& checksum) {
  if (auto found = find(checksum)) return found;
  TRY_ASSIGN(auto opened, store_.open(checksum));
  files_.insert(checksum, opened, 1);
  return opened;
}

}  // namespace entrepot::blob
