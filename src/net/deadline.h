#pragma once

#include <algorithm>
#include <chrono>

namespace entrepot::net {

/// A moment on the monotonic clock by which something must have happened. A value; any thread.
class Deadline {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static Deadline after(std::chrono::milliseconds duration) {
    return Deadline(std::chrono::steady_clock::now() + duration);
  }
  explicit Deadline(Time time) : time_(time) {}

  Time time() const { return time_; }
  bool passed() const { return std::chrono::steady_clock::now() >= time_; }
  /// Never negative.
  std::chrono::milliseconds remaining() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time_ - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds{0});
  }

 private:
  Time time_;
};

}  // namespace entrepot::net
