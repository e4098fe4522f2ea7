#include "base/parse_time.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace entrepot {
namespace {

/// Reads a time from left to right; what does not fit ends it.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : rest_(text) {}

  std::optional<Timestamp> read() {
    const auto year = number(4, 9999);
    if (!year || !take('-')) return std::nullopt;
    const auto month = number(2, 12);
    if (!month || !take('-')) return std::nullopt;
    const auto day = number(2, 31);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    const Timestamp midnight{std::chrono::sys_days(date)};
    if (rest_.empty()) return midnight;
    if (!take('T') && !take('t') && !take(' ')) return std::nullopt;
    const auto time = hours_and_minutes();
    if (!time || !take(':')) return std::nullopt;
    const auto second = number(2, 59);
    if (!second || !skip_fraction()) return std::nullopt;
    const auto offset = read_offset();
    if (!offset || !rest_.empty()) return std::nullopt;
    return midnight + *time + Seconds(*second) - *offset;
  }

 private:
  bool take(char letter) {
    if (!rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<int> number(std::size_t digits, int most) {
    int value = 0;
    const std::string_view text = rest_.substr(0, digits);
    if (text.size() != digits) return std::nullopt;
    for (const char letter : text) {
      if (letter < '0' || letter > '9') return std::nullopt;
      value = value * 10 + (letter - '0');
    }
    if (value > most) return std::nullopt;
    rest_.remove_prefix(digits);
    return value;
  }

  std::optional<Seconds> hours_and_minutes() {
    const auto hour = number(2, 23);
    if (!hour || !take(':')) return std::nullopt;
    const auto minute = number(2, 59);
    if (!minute) return std::nullopt;
    return Seconds(*hour * 3600 + *minute * 60);
  }

  bool skip_fraction() {
    if (!take('.')) return true;
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    rest_.remove_prefix(end);
    return end > 0;
  }

  std::optional<Seconds> read_offset() {
    if (rest_.empty() || take('Z') || take('z')) return Seconds(0);
    const bool is_west = take('-');
    if (!is_west && !take('+')) return std::nullopt;
    const auto offset = hours_and_minutes();
    if (!offset) return std::nullopt;
    return is_west ? -*offset : *offset;
  }

  std::string_view rest_;
};

}  // namespace

Result<Timestamp> parse_time(std::string_view text) {
  TimeReader reader(text);
  if (const auto time = reader.read()) return *time;
  return invalid("A time must look like 2026-11-22T08:22:38Z, or 2026-11-22 for the beginning of that day (UTC).");
}

}  // namespace entrepot
