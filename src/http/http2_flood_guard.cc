#include "http/http2_flood_guard.h"

#include <algorithm>

namespace entrepot::http {
namespace {

constexpr std::int64_t kWindow = 10'000;
/// A cargo that is interrupted resets all its streams once; nobody does so ten times in a row.
constexpr std::uint32_t kLeastResets = 100;
constexpr std::uint32_t kMaxControlFrames = 10'000;

}  // namespace

Http2FloodGuard::Http2FloodGuard(std::uint32_t max_concurrent_streams)
    : max_resets_(std::max(kLeastResets, 2 * max_concurrent_streams)) {}

void Http2FloodGuard::roll(std::int64_t now) {
  if (now - window_start_ < kWindow) return;
  window_start_ = now;
  resets_ = 0;
  control_frames_ = 0;
}

Http2FloodGuard::Verdict Http2FloodGuard::on_reset(std::int64_t now) {
  roll(now);
  return ++resets_ > max_resets_ ? Verdict::flood : Verdict::fine;
}

Http2FloodGuard::Verdict Http2FloodGuard::on_control_frame(std::int64_t now) {
  roll(now);
  return ++control_frames_ > kMaxControlFrames ? Verdict::flood : Verdict::fine;
}

Http2FloodGuard::Verdict Http2FloodGuard::on_window_update(std::int64_t now) {
  if (window_updates_due_ == 0) return on_control_frame(now);
  --window_updates_due_;
  return Verdict::fine;
}

}  // namespace entrepot::http
