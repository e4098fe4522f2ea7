#include "base/clock.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace entrepot {
namespace {

std::tm to_calendar(Timestamp time) {
  const std::time_t seconds = time.time_since_epoch().count();
  std::tm calendar{};
  gmtime_r(&seconds, &calendar);
  return calendar;
}

}  // namespace

Timestamp SystemClock::now() const {
  return std::chrono::time_point_cast<Seconds>(std::chrono::system_clock::now());
}

Timestamp ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

void ManualClock::advance(Seconds by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
}

std::string to_rfc3339(Timestamp time) {
  const std::tm calendar = to_calendar(time);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &calendar);
  return {text.data(), length};
}

Result<Timestamp> from_rfc3339(std::string_view text) {
  const std::string copy(text);
  std::tm calendar{};
  const char* end = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%SZ", &calendar);
  if (text.size() != 20 || end == nullptr || *end != '\0') {
    return invalid("A time must look like 2026-11-22T08:22:38Z.");
  }
  return from_unix(timegm(&calendar));
}

std::string to_http_date(Timestamp time) {
  const std::tm calendar = to_calendar(time);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &calendar);
  return {text.data(), length};
}

}  // namespace entrepot
