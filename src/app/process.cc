#include "app/process.h"

#include <malloc.h>
#include <sys/resource.h>

#include <csignal>

namespace entrepot::app {
namespace {

// glibc gives every thread its own arena, up to eight per core, each of which keeps what it once had.
constexpr int kArenas = 2;
// Fixed, because the default grows to 32 MiB with the first large block and then argon2's memory stays with the
// process.
constexpr int kMapFromBytes = 256 * 1024;
constexpr int kTrimFromBytes = 1024 * 1024;

}  // namespace

void prepare_process() {
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

}  // namespace entrepot::app
