#include "git/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "base/try.h"

namespace entrepot::git {
namespace {

/// A file that no folder lists: it goes when it is closed, after a crash too.
Result<std::shared_ptr<const FileHandle>> open_nameless(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return std::make_shared<const FileHandle>(descriptor);
  if (errno != EOPNOTSUPP && errno != EISDIR)
    return system_error("open a file without a name in " + folder.string(), errno);
  std::string pattern = (folder / "pack-XXXXXX").string();  // file systems that know no O_TMPFILE
  const int named = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (named < 0) return system_error("mkostemp in " + folder.string(), errno);
  auto file = std::make_shared<const FileHandle>(named);
  if (::unlink(pattern.c_str()) != 0) return system_error("unlink " + pattern, errno);
  return file;
}

}  // namespace

Result<void> append_piece(std::string& out, const Spooled& spooled, std::uint64_t offset, std::size_t size) {
  if (offset > spooled.size || size > spooled.size - offset)
    return internal_error("a pack is shorter than it should be");
  if (!spooled.file) {
    out.append(spooled.memory, static_cast<std::size_t>(offset), size);
    return {};
  }
  const std::size_t start = out.size();
  out.resize(start + size);
  for (std::size_t filled = 0; filled < size;) {
    TRY_ASSIGN(const std::size_t count,
               spooled.file->read_at(offset + filled, out.data() + start + filled, size - filled));
    if (count == 0) return internal_error("a pack is shorter than it should be");
    filled += count;
  }
  return {};
}

Result<void> Spool::append(std::string_view bytes) {
  pending_.append(bytes);
  return pending_.size() > kMostInMemory ? flush() : Result<void>{};
}

Result<void> Spool::flush() {
  if (!file_) {
    TRY_ASSIGN(file_, open_nameless(folder_));
  }
  std::string_view left = pending_;
  while (!left.empty()) {
    const ssize_t count = ::pwrite(file_->descriptor(), left.data(), left.size(), static_cast<off_t>(written_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("write a pack", errno);
    left.remove_prefix(static_cast<std::size_t>(count));
    written_ += static_cast<std::uint64_t>(count);
  }
  pending_.clear();
  return {};
}

Result<Spooled> Spool::finish() {
  if (!file_) {
    pending_.shrink_to_fit();
    const std::uint64_t size = pending_.size();
    return Spooled{.memory = std::move(pending_), .size = size};
  }
  TRY(flush());
  return Spooled{.file = std::move(file_), .size = written_};
}

}  // namespace entrepot::git
