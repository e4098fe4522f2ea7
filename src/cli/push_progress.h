#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace entrepot::cli {

/// "[#########          ] 3/12 files  45.2 of 120.0 MiB", as wide as the terminal leaves room for.
std::string progress_bar(std::size_t done, std::size_t files, std::uint64_t sent, std::uint64_t bytes,
                         std::size_t width);

/// One line per file on standard error, and on a terminal a bar below them. Many threads.
class PushProgress {
 public:
  PushProgress(std::size_t files, std::uint64_t bytes);

  /// More bytes of whatever file.
  void sent(std::uint64_t bytes);
  /// A file is finished; the line says how.
  void done(std::string_view line);
  /// Takes the bar away.
  void end();

 private:
  void draw();

  const std::size_t files_;
  const std::uint64_t bytes_;
  const bool is_terminal_;
  std::atomic<std::uint64_t> sent_{0};
  std::mutex mutex_;  // of the terminal and what follows
  std::size_t done_ = 0;
  std::int64_t drawn_at_ = 0;
};

}  // namespace entrepot::cli
