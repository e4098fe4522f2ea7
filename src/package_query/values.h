#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "package_query/query.h"

namespace entrepot::package_query {

// What stands after a field's colon, when it is no text. Nothing when the text is not such a value.

/// `>=` and the like at the front, taken off the text; nothing (and the text as it was) when there is none.
std::optional<Comparison> take_comparison(std::string_view& text);

/// "10", ">=1000".
std::optional<NumberValue> parse_number_value(std::string_view text);
/// "512", ">=1.5 MB", "<64KiB": kB, MB, GB, TB are powers of 1000, KiB, MiB, GiB, TiB of 1024; case does not matter.
std::optional<NumberValue> parse_size_value(std::string_view text);
/// "2026-01-31", ">2026-01-31T12:00Z", "today", "yesterday", "<3 months ago" (dates.cc).
std::optional<DateValue> parse_date_value(std::string_view text);
/// "true", "yes", "1", "false", "no", "0"; case does not matter.
std::optional<bool> parse_flag_value(std::string_view text);
/// ">=1.2", "~=1.4.2", "=1.0.0-rc.1": missing numbers are 0, but for `=1.2`, which means every 1.2.x.
std::optional<VersionRange> parse_version_range(std::string_view text);

/// The seconds that a date stands for: [first, second).
std::pair<Timestamp, Timestamp> seconds_of(const DateValue& date, Timestamp now);
/// Compares by a date: after a day is after all of it. `unix_seconds` as the database has it.
bool holds(const DateValue& date, std::int64_t unix_seconds, Timestamp now);

}  // namespace entrepot::package_query
