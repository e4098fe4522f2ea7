#include "base/log_output.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

namespace entrepot {
namespace {

/// What any user may ask for (/proc/sys/fs/pipe-max-size): some thousand lines.
constexpr int kPipeBytes = 1024 * 1024;

}  // namespace

LogOutput::LogOutput(int descriptor, TellDropped tell_dropped) : descriptor_(descriptor), tell_dropped_(tell_dropped) {
  // Only pipes have a size; a file or a terminal says no, and needs none.
  if (::fcntl(descriptor, F_GETPIPE_SZ) >= 0) ::fcntl(descriptor, F_SETPIPE_SZ, kPipeBytes);
}

void LogOutput::write(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (!finish_torn_line()) {
    ++untold_;
    ++dropped_;
    return;
  }
  std::string told;
  if (untold_ > 0) {
    told = tell_dropped_(untold_).append(line);
    line = told;
  }
  const std::size_t written = write_some(line);
  if (written == 0) {
    ++untold_;
    ++dropped_;
    return;
  }
  untold_ = 0;
  torn_ = line.substr(written);
}

bool LogOutput::finish_torn_line() {
  if (!torn_.empty()) torn_.erase(0, write_some(torn_));
  return torn_.empty();
}

/// As much as can be written without waiting. The descriptor itself is left blocking, because whoever started us may
/// share it. A pipe that poll(2) calls writable takes PIPE_BUF bytes at once.
std::size_t LogOutput::write_some(std::string_view bytes) const {
  std::size_t written = 0;
  while (written < bytes.size()) {
    pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
    if (::poll(&ready, 1, 0) <= 0 || (ready.revents & POLLOUT) == 0) break;
    const std::size_t size = std::min<std::size_t>(bytes.size() - written, PIPE_BUF);
    const ssize_t count = ::write(descriptor_, bytes.data() + written, size);
    if (count <= 0) break;
    written += static_cast<std::size_t>(count);
  }
  return written;
}

}  // namespace entrepot
