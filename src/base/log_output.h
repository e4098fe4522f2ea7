#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace entrepot {

/// Where log lines go: a descriptor whose reader may be slow or stand still. Nobody ever waits for it: what the kernel
/// does not take at once is dropped and counted, and the next line that gets through is preceded by one that says so.
/// The queue in between is the pipe itself, made as large as the kernel allows, so there is no thread to stop and a
/// crash loses nothing that was logged. Any thread. Does not own the descriptor.
class LogOutput {
 public:
  /// `tell_dropped` makes the line about so many that were dropped.
  using TellDropped = std::string (*)(std::uint64_t lines);
  LogOutput(int descriptor, TellDropped tell_dropped);

  /// `line` ends with its newline.
  void write(std::string_view line);
  /// Lines dropped since the start.
  std::uint64_t dropped() const { return dropped_; }

 private:
  bool finish_torn_line();
  std::size_t write_some(std::string_view bytes) const;

  const int descriptor_;
  const TellDropped tell_dropped_;
  std::mutex mutex_;
  std::string torn_;  // the rest of a line whose beginning is out
  std::uint64_t untold_ = 0;
  std::atomic<std::uint64_t> dropped_ = 0;
};

}  // namespace entrepot
