// Dates in queries:
//
//   date      = [ comparison ] ( instant | "today" | "yesterday" | "now" | ago ) ;
//   instant   = YYYY "-" MM "-" DD [ ( "T" | " " ) hh ":" mm [ ":" ss ] [ "Z" | ( "+" | "-" ) hh ":" mm ] ] ;
//   ago       = ( digits | "a" | "an" ) " " unit [ "s" ] " ago" ;
//   unit      = "second" | "minute" | "hour" | "day" | "week" | "month" | "year" ;
//
// UTC where no offset stands. Every one stands for a span of seconds: a day, a minute, or the second N units ago.
#include <algorithm>
#include <array>
#include <chrono>
#include <string>

#include "base/encoding.h"
#include "base/units.h"
#include "package_query/values.h"

namespace entrepot::package_query {
namespace {

constexpr std::int64_t kMostUnits = 100'000;
constexpr int kFirstYear = 1970;

struct AgoUnit {
  std::string_view word;
  DateValue::Kind kind;
  std::int64_t factor;
};
constexpr auto kAgoUnits = std::to_array<AgoUnit>({{"second", DateValue::Kind::seconds_ago, 1},
                                                   {"minute", DateValue::Kind::seconds_ago, 60},
                                                   {"hour", DateValue::Kind::seconds_ago, 3600},
                                                   {"day", DateValue::Kind::seconds_ago, 86'400},
                                                   {"week", DateValue::Kind::seconds_ago, 604'800},
                                                   {"month", DateValue::Kind::months_ago, 1},
                                                   {"year", DateValue::Kind::months_ago, 12}});

/// Exactly `count` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count || text.find_first_not_of("0123456789") < count) return std::nullopt;
  const auto number = parse_number(text.substr(0, count));
  text.remove_prefix(count);
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Timestamp> take_day(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || *year < kFirstYear || !skip(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !skip(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date));
}

/// "hh:mm", of a time or an offset.
std::optional<Seconds> take_clock(std::string_view& text) {
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !skip(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return Seconds(*hours * 3600 + *minutes * 60);
}

std::optional<DateValue> parse_instant(std::string_view text) {
  const auto day = take_day(text);
  if (!day) return std::nullopt;
  DateValue date{.at = *day, .length = Seconds(86'400)};
  if (text.empty()) return date;
  if (!skip(text, 't') && !skip(text, ' ')) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  date.at += *clock;
  date.length = Seconds(60);
  if (skip(text, ':')) {
    const auto seconds = take_number(text, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    date.at += Seconds(*seconds);
    date.length = Seconds(1);
  }
  if (text.empty() || text == "z") return date;
  const bool east = text.starts_with('+');
  if (!skip(text, '+') && !skip(text, '-')) return std::nullopt;
  const auto offset = take_clock(text);
  if (!offset || !text.empty()) return std::nullopt;
  date.at += east ? -*offset : *offset;
  return date;
}

std::optional<DateValue> parse_ago(std::string_view text) {
  constexpr std::string_view kAgo = " ago";
  if (!text.ends_with(kAgo)) return std::nullopt;
  text.remove_suffix(kAgo.size());
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view count = text.substr(0, space);
  std::string_view word = trimmed(text.substr(space));
  const auto amount = count == "a" || count == "an" ? std::optional<std::uint64_t>(1) : parse_number(count);
  if (!amount || *amount > kMostUnits) return std::nullopt;
  if (word.ends_with('s')) word.remove_suffix(1);
  const auto unit = std::ranges::find(kAgoUnits, word, &AgoUnit::word);
  if (unit == kAgoUnits.end()) return std::nullopt;
  return DateValue{.kind = unit->kind, .amount = static_cast<std::int64_t>(*amount) * unit->factor};
}

std::optional<DateValue> parse_date(std::string_view text) {
  if (text == "today") return DateValue{.kind = DateValue::Kind::days_back, .amount = 0};
  if (text == "yesterday") return DateValue{.kind = DateValue::Kind::days_back, .amount = 1};
  if (text == "now") return DateValue{.kind = DateValue::Kind::seconds_ago, .amount = 0};
  if (auto ago = parse_ago(text)) return ago;
  return parse_instant(text);
}

/// The same day of an earlier month, or that month's last day: a month before 31 March is the end of February.
Timestamp months_before(Timestamp now, std::int64_t months) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  std::chrono::year_month_day date(today);
  date -= std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return std::chrono::sys_days(date) + (now - today);
}

}  // namespace

std::optional<DateValue> parse_date_value(std::string_view text) {
  const Comparison comparison = take_comparison(text).value_or(Comparison::equal);
  auto date = parse_date(to_lower(trimmed(text)));
  if (date) date->comparison = comparison;
  return date;
}

std::pair<Timestamp, Timestamp> seconds_of(const DateValue& date, Timestamp now) {
  switch (date.kind) {
    case DateValue::Kind::absolute:
      return {date.at, date.at + date.length};
    case DateValue::Kind::days_back: {
      const auto day = std::chrono::floor<std::chrono::days>(now) - std::chrono::days(date.amount);
      return {day, day + std::chrono::days(1)};
    }
    case DateValue::Kind::seconds_ago:
      return {now - Seconds(date.amount), now - Seconds(date.amount) + Seconds(1)};
    case DateValue::Kind::months_ago: {
      const Timestamp then = months_before(now, date.amount);
      return {then, then + Seconds(1)};
    }
  }
  return {now, now};
}

bool holds(const DateValue& date, std::int64_t unix_seconds, Timestamp now) {
  const auto [first, end] = seconds_of(date, now);
  const Timestamp time = from_unix(unix_seconds);
  switch (date.comparison) {
    case Comparison::equal:
      return first <= time && time < end;
    case Comparison::less:
      return time < first;
    case Comparison::less_equal:
      return time < end;
    case Comparison::greater:
      return time >= end;
    case Comparison::greater_equal:
      return time >= first;
  }
  return false;
}

}  // namespace entrepot::package_query
