// Stands between a program and the kernel (LD_PRELOAD) and, for the files below FAULT_SHIM_FOLDER,
//   - writes down what makes them durable and what is answered, in order, into FAULT_SHIM_LOG: a line per call, its
//   name
//     and the paths (below the folder) or the answer's first line after tabs;
//   - lets them grow by as many bytes as the number in FAULT_SHIM_BUDGET says (a file of one int64, which a test may
//     change meanwhile), and then behaves as a full disk does: first a short write, then ENOSPC.
// tests/fault/shim.py builds it. Calls go straight to the kernel, so nothing here depends on what else is preloaded.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using Budget = std::int64_t;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

int open_raw(std::string_view path, int flags) {
  return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, std::string(path).c_str(), flags | O_CLOEXEC, 0600));
}

/// The path below the folder; nothing for what lies elsewhere.
std::optional<std::string> below_folder(std::string_view path) {
  static const std::string folder(variable("FAULT_SHIM_FOLDER"));
  if (folder.empty() || !path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (path.empty()) return ".";
  if (path.front() != '/') return std::nullopt;
  return std::string(path.substr(1));
}

std::optional<std::string> below_folder(int descriptor) {
  std::array<char, PATH_MAX> target{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const long size = ::syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), target.data(), target.size());
  if (size <= 0) return std::nullopt;
  return below_folder(std::string_view(target.data(), static_cast<std::size_t>(size)));
}

void note(std::string_view call, std::string_view first, std::string_view second = {}) {
  static const int log =
      variable("FAULT_SHIM_LOG").empty() ? -1 : open_raw(variable("FAULT_SHIM_LOG"), O_WRONLY | O_CREAT | O_APPEND);
  if (log < 0) return;
  std::string line(call);
  line.append("\t").append(first).append("\t").append(second).append("\n");
  ::syscall(SYS_write, log, line.data(), line.size());
}

Budget* budget() {
  static Budget* const mapped = [] {
    const int file = variable("FAULT_SHIM_BUDGET").empty() ? -1 : open_raw(variable("FAULT_SHIM_BUDGET"), O_RDWR);
    if (file < 0) return static_cast<Budget*>(nullptr);
    void* memory = ::mmap(nullptr, sizeof(Budget), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    return memory == MAP_FAILED ? nullptr : static_cast<Budget*>(memory);
  }();
  return mapped;
}

/// How many of `size` bytes at `offset` there is room for; what lies inside the file takes none.
std::size_t take_room(int descriptor, std::size_t size, off_t offset) {
  Budget* const left = budget();
  struct stat status{};
  if (left == nullptr || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return size;
  const Budget growth = std::max<Budget>(0, offset + static_cast<Budget>(size) - status.st_size);
  const std::atomic_ref<Budget> room(*left);
  Budget seen = room.load();
  while (!room.compare_exchange_weak(seen, seen - std::min(growth, std::max<Budget>(seen, 0)))) {
  }
  const Budget missing = growth - std::min(growth, std::max<Budget>(seen, 0));
  return size - std::min(size, static_cast<std::size_t>(missing));
}

ssize_t write_at(int descriptor, const void* bytes, std::size_t size, std::optional<off_t> offset) {
  const auto path = below_folder(descriptor);
  if (path && size > 0) {
    note("write", *path);
    size = take_room(descriptor, size, offset ? *offset : ::lseek(descriptor, 0, SEEK_CUR));
    if (size == 0) {
      errno = ENOSPC;
      return -1;
    }
  }
  return offset ? ::syscall(SYS_pwrite64, descriptor, bytes, size, *offset)
                : ::syscall(SYS_write, descriptor, bytes, size);
}

int sync(long number, int descriptor) {
  const auto outcome = static_cast<int>(::syscall(number, descriptor));
  if (const auto path = below_folder(descriptor); path && outcome == 0) note("sync", *path);
  return outcome;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  return write_at(descriptor, bytes, size, std::nullopt);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset) {
  return write_at(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off64_t offset) {
  return write_at(descriptor, bytes, size, offset);
}

int fsync(int descriptor) {
  return sync(SYS_fsync, descriptor);
}

int fdatasync(int descriptor) {
  return sync(SYS_fdatasync, descriptor);
}

int rename(const char* from, const char* to) noexcept {
  const auto outcome = static_cast<int>(::syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
  const auto old_path = below_folder(std::string_view(from));
  const auto new_path = below_folder(std::string_view(to));
  if (outcome == 0 && old_path && new_path) note("rename", *old_path, *new_path);
  return outcome;
}

int mkdir(const char* path, mode_t mode) noexcept {
  const auto outcome = static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
  if (const auto below = below_folder(std::string_view(path)); below && outcome == 0) note("mkdir", *below);
  return outcome;
}

int unlink(const char* path) noexcept {
  struct stat status{};
  const bool is_counted = below_folder(std::string_view(path)) && budget() != nullptr && ::lstat(path, &status) == 0;
  const auto outcome = static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
  if (is_counted && outcome == 0 && status.st_nlink == 1) std::atomic_ref<Budget>(*budget()) += status.st_size;
  return outcome;
}

ssize_t send(int descriptor, const void* bytes, std::size_t size, int flags) {
  const std::string_view text(static_cast<const char*>(bytes), size);
  if (text.starts_with("HTTP/1.")) note("answer", text.substr(0, text.find('\r')));
  return ::syscall(SYS_sendto, descriptor, bytes, size, flags, nullptr, 0);
}

}  // extern "C"
