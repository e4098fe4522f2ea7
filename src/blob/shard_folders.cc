#include "blob/shard_folders.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/try.h"
#include "blob/paths.h"

namespace entrepot::blob {
namespace {

std::size_t shard_number(const Checksum& checksum) {
  return std::to_integer<std::size_t>(checksum.bytes()[0]) << 8U | std::to_integer<std::size_t>(checksum.bytes()[1]);
}

Result<void> make_folder(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_error("mkdir " + path.string(), errno);
  return {};
}

}  // namespace

Result<void> ShardFolders::create_durably(const Checksum& checksum) {
  const std::size_t number = shard_number(checksum);
  const std::size_t outer_number = number / 256;
  bool is_outer_durable = false;
  {
    std::lock_guard lock(mutex_);
    if (durable_[number]) return {};
    is_outer_durable = durable_outer_[outer_number];
  }
  const auto outer = outer_shard(root_, checksum);
  TRY(make_folder(outer));
  TRY(make_folder(shard(root_, checksum)));
  TRY(sync_folder(outer));
  if (!is_outer_durable) TRY(sync_folder(blobs_folder(root_)));
  std::lock_guard lock(mutex_);
  durable_[number] = true;
  durable_outer_[outer_number] = true;
  return {};
}

Result<ShardHold> ShardFolders::hold_or_create(const Checksum& checksum) {
  TRY(create_durably(checksum));
  return hold(checksum);
}

Result<ShardHold> ShardFolders::hold(const Checksum& checksum) {
  const auto path = shard(root_, checksum);
  auto folder = std::make_shared<const FileHandle>(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder->descriptor() < 0) {
    if (errno == ENOENT) return fail(ErrorCode::not_found, "There is no such file.", path.string());
    return system_error("open folder " + path.string(), errno);
  }
  while (::flock(folder->descriptor(), LOCK_EX) != 0) {
    if (errno != EINTR) return system_error("flock " + path.string(), errno);
  }
  return folder;
}

}  // namespace entrepot::blob
