#include "cli/push_progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "cli/output.h"

namespace entrepot::cli {
namespace {

constexpr std::size_t kUsualWidth = 80;
constexpr std::size_t kLongestBar = 40;
constexpr std::int64_t kDrawEveryMilliseconds = 100;
constexpr std::string_view kClearLine = "\r\x1b[K";

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualWidth;
}

std::int64_t now_milliseconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

std::string progress_bar(std::size_t done, std::size_t files, std::uint64_t sent, std::uint64_t bytes,
                         std::size_t width) {
  const std::string text =
      fmt::format(" {}/{} files  {} of {}", done, files, readable_bytes(std::min(sent, bytes)), readable_bytes(bytes));
  constexpr std::size_t kFrame = 3;  // the brackets, and the last column, which some terminals wrap at
  const std::size_t room = width > text.size() + kFrame ? width - text.size() - kFrame : 0;
  const std::size_t length = std::min(room, kLongestBar);
  const std::size_t filled = bytes == 0 ? length : static_cast<std::size_t>(std::min(sent, bytes) * length / bytes);
  if (length < 4) return text.substr(1);
  return fmt::format("[{:<{}}]{}", std::string(filled, '#'), length, text);
}

PushProgress::PushProgress(std::size_t files, std::uint64_t bytes)
    : files_(files), bytes_(bytes), is_terminal_(::isatty(STDERR_FILENO) != 0) {}

void PushProgress::sent(std::uint64_t bytes) {
  sent_ += bytes;
  if (!is_terminal_) return;
  const std::lock_guard lock(mutex_);
  if (now_milliseconds() - drawn_at_ >= kDrawEveryMilliseconds) draw();
}

void PushProgress::done(std::string_view line) {
  const std::lock_guard lock(mutex_);
  ++done_;
  fmt::print(stderr, "{}{}\n", is_terminal_ ? kClearLine : "", line);
  if (is_terminal_) draw();
}

void PushProgress::end() {
  const std::lock_guard lock(mutex_);
  if (is_terminal_) fmt::print(stderr, "{}", kClearLine);
  std::fflush(stderr);
}

void PushProgress::draw() {
  drawn_at_ = now_milliseconds();
  fmt::print(stderr, "\r{}\x1b[K", progress_bar(done_, files_, sent_, bytes_, terminal_width()));
  std::fflush(stderr);
}

}  // namespace entrepot::cli
