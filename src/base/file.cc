#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/try.h"

namespace entrepot {

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::unexpected<Error> system_error(std::string what, int error_number) {
  std::string detail = std::move(what) + ": " + std::strerror(error_number);
  if (error_number == ENOSPC || error_number == EDQUOT) {
    return unavailable("The server's disk is full; nothing was changed. Try again once its operator has made room.", 30,
                       std::move(detail));
  }
  if (error_number == EMFILE || error_number == ENFILE) {
    return unavailable("The server has too many files and connections open. Try again in a moment.", 2,
                       std::move(detail));
  }
  return internal_error(std::move(detail));
}

Result<std::shared_ptr<const FileHandle>> FileHandle::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    if (errno == ENOENT) return fail(ErrorCode::not_found, "There is no such file.", path.string());
    return system_error("open " + path.string(), errno);
  }
  return std::make_shared<const FileHandle>(descriptor);
}

Result<std::uint64_t> FileHandle::size() const {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return system_error("fstat", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

bool FileHandle::has_name() const {
  struct stat status{};
  return ::fstat(descriptor_, &status) == 0 && status.st_nlink > 0;
}

Result<std::size_t> FileHandle::read_at(std::uint64_t offset, void* out, std::size_t size) const {
  while (true) {
    const ssize_t count = ::pread(descriptor_, out, size, static_cast<off_t>(offset));
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return system_error("pread", errno);
  }
}

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit) {
  TRY_ASSIGN(const auto file, FileHandle::open(path));
  TRY_ASSIGN(const std::uint64_t size, file->size());
  if (size > limit) return fail(ErrorCode::too_large, "The file " + path.string() + " is too large.");
  std::string content(size, '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    TRY_ASSIGN(const std::size_t count, file->read_at(filled, content.data() + filled, content.size() - filled));
    if (count == 0) break;
    filled += count;
  }
  content.resize(filled);
  return content;
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.descriptor() < 0) return system_error("open folder " + folder.string(), errno);
  if (::fsync(handle.descriptor()) != 0) return system_error("fsync folder " + folder.string(), errno);
  return {};
}

Result<void> create_folders_durably(const std::filesystem::path& folder) {
  std::error_code unknown;  // then mkdir finds out
  if (std::filesystem::is_directory(folder, unknown)) return {};
  const std::filesystem::path parent = folder.has_parent_path() ? folder.parent_path() : ".";
  if (folder.has_parent_path()) TRY(create_folders_durably(parent));
  if (::mkdir(folder.c_str(), 0777) != 0 && !std::filesystem::is_directory(folder, unknown)) {
    return system_error("mkdir " + folder.string(), errno);
  }
  return sync_folder(parent);
}

Result<void> write_file_durably(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path temporary = path.string() + ".new";
  {
    const FileHandle file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.descriptor() < 0) return system_error("create " + temporary.string(), errno);
    while (!content.empty()) {
      const ssize_t count = ::write(file.descriptor(), content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return system_error("write " + temporary.string(), errno);
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.descriptor()) != 0) return system_error("fsync " + temporary.string(), errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error("rename " + path.string(), errno);
  return sync_folder(path.parent_path().empty() ? "." : path.parent_path());
}

}  // namespace entrepot
