#pragma once

#include <cstdint>

namespace entrepot::http {

/// Notices clients that make the server work for nothing: rapid resets, their own (CVE-2023-44487) and those they
/// provoke (CVE-2025-8671), and floods of control or empty frames (CVE-2019-9511 and its kin). Counts per window of
/// time; one per connection.
class Http2FloodGuard {
 public:
  explicit Http2FloodGuard(std::uint32_t max_concurrent_streams);

  enum class Verdict : std::uint8_t { fine, flood };
  Verdict on_reset(std::int64_t now_milliseconds);
  Verdict on_control_frame(std::int64_t now_milliseconds);
  /// Every DATA frame of ours may be followed by two of them, for its stream and for the connection.
  Verdict on_window_update(std::int64_t now_milliseconds);
  void on_data_sent() { window_updates_due_ += 2; }

 private:
  void roll(std::int64_t now);

  std::uint32_t max_resets_;
  std::int64_t window_start_ = 0;
  std::uint32_t resets_ = 0;
  std::uint32_t control_frames_ = 0;
  std::uint64_t window_updates_due_ = 0;
};

}  // namespace entrepot::http
