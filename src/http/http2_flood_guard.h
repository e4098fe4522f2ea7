#pragma once

#include <cstdint>

namespace entrepot::http {

/// Notices clients that make the server work for nothing: rapid resets (CVE-2023-44487) and floods of control or empty
/// frames (CVE-2019-9511 and its kin). Counts per window of time; one per connection.
class Http2FloodGuard {
 public:
  explicit Http2FloodGuard(std::uint32_t max_concurrent_streams);

  enum class Verdict : std::uint8_t { fine, flood };
  Verdict on_reset(std::int64_t now_milliseconds);
  Verdict on_control_frame(std::int64_t now_milliseconds);

 private:
  void roll(std::int64_t now);

  std::uint32_t max_resets_;
  std::int64_t window_start_ = 0;
  std::uint32_t resets_ = 0;
  std::uint32_t control_frames_ = 0;
};

}  // namespace entrepot::http
