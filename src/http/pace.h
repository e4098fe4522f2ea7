#pragma once

#include <cstdint>
#include <utility>

#include "http/server_loop.h"

namespace entrepot::http {

/// Whether a client moves its bytes fast enough while the server waits for it: over every `pace_window` of waiting at
/// least `least_rate`. Timeouts see only a client that stops; this sees one that drips. A value inside whatever waits.
class Pace {
 public:
  void begin_wait(Tick now) {
    if (since_ == 0) since_ = now;
  }
  void end_wait(Tick now) {
    if (since_ != 0) waited_ += now - std::exchange(since_, 0);
  }
  void moved(std::uint64_t bytes) { bytes_ += bytes; }
  /// Asked whenever a wait has ended or begins; a window that is full makes room for the next.
  bool is_too_slow(const Limits& limits) {
    if (waited_ < limits.pace_window.count()) return false;
    const auto milliseconds = static_cast<std::uint64_t>(std::exchange(waited_, 0));
    return std::exchange(bytes_, 0) * 1000 < limits.least_rate * milliseconds;
  }

 private:
  Tick since_ = 0;  // 0: nobody waits
  Tick waited_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace entrepot::http
