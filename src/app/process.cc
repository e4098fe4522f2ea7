#include "app/process.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <tuple>

namespace entrepot::app {
namespace {

// glibc gives every thread its own arena, up to eight per core, each of which keeps what it once had.
constexpr int kArenas = 2;
// Fixed, because the default grows to 32 MiB with the first large block and then argon2's memory stays with the
// process.
constexpr int kMapFromBytes = 256 * 1024;
constexpr int kTrimFromBytes = 1024 * 1024;
/// For the database, crates that are being uploaded, epoll sets, listeners and logs.
constexpr std::uint64_t kOtherDescriptors = 512;

void open_standard_streams() {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
    // The lowest free number is what open gives.
    if (::fcntl(descriptor, F_GETFD) < 0) std::ignore = ::open("/dev/null", O_RDWR);
  }
}

}  // namespace

void prepare_process() {
  open_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  mallopt(M_ARENA_MAX, kArenas);
  mallopt(M_MMAP_THRESHOLD, kMapFromBytes);
  mallopt(M_TRIM_THRESHOLD, kTrimFromBytes);
  rlimit descriptors{};
  if (getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);
  }
}

std::uint64_t connections_within(std::uint64_t descriptors, std::uint64_t open_files) {
  // Where there is hardly anything, half of it: a few connections too many only wait, none at all would be no server.
  const std::uint64_t others = open_files + kOtherDescriptors;
  const std::uint64_t left = descriptors > others ? descriptors - others : 0;
  // The server takes some more than its limit, to tell them that there is no room.
  return std::max({left - left / 16, descriptors / 2, std::uint64_t{1}});
}

std::uint64_t descriptor_limit() {
  rlimit descriptors{};
  return getrlimit(RLIMIT_NOFILE, &descriptors) == 0 ? descriptors.rlim_cur : UINT64_MAX;
}

}  // namespace entrepot::app
