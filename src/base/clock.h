#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

using Seconds = std::chrono::seconds;
using Milliseconds = std::chrono::milliseconds;
/// Wall-clock time, UTC, whole seconds: what the database, the index and HTTP dates hold.
using Timestamp = std::chrono::sys_seconds;

/// Where the program gets wall-clock time from, so that tests can turn it. Any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};

/// A clock that moves only when told.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : now_(start) {}
  Timestamp now() const override;
  void advance(Seconds by);

 private:
  mutable std::mutex mutex_;
  Timestamp now_;
};

/// "2026-11-22T08:22:38Z": exactly the 20 characters cargo demands of `pubtime` (RFC 3339).
std::string to_rfc3339(Timestamp time);
Result<Timestamp> from_rfc3339(std::string_view text);

/// "Sun, 22 Nov 2026 08:22:38 GMT" (RFC 9110 section 5.6.7).
std::string to_http_date(Timestamp time);

inline long long to_unix(Timestamp time) {
  return time.time_since_epoch().count();
}
inline Timestamp from_unix(long long seconds) {
  return Timestamp(Seconds(seconds));
}

}  // namespace entrepot
