#include "cli/entitlement_limits.h"

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/units.h"

namespace entrepot::cli {
namespace {

enum class ValueKind : std::uint8_t { number, text };

struct LimitFlag {
  std::string_view flag;
  std::string_view value;
  ValueKind kind;
  std::string_view field;
  std::string_view help;
};
constexpr auto kLimitFlags = std::to_array<LimitFlag>({
    {"--limit-num-downloads", "N", ValueKind::number, "limit_num_downloads", "So many downloads, or none for no limit"},
    {"--limit-num-clients", "N", ValueKind::number, "limit_num_clients", "So many client addresses, or none"},
    {"--limit-bandwidth", "N", ValueKind::number, "limit_bandwidth",
     "So many bytes of crate files, in the unit, or none"},
    {"--limit-bandwidth-unit", "UNIT", ValueKind::text, "limit_bandwidth_unit",
     "Byte, Kilobyte, Megabyte, Gigabyte, … (of 1000)"},
    {"--limit-date-range-from", "TIME", ValueKind::text, "limit_date_range_from",
     "Works from then on: 2027-01-31T00:00:00Z, or none"},
    {"--limit-date-range-to", "TIME", ValueKind::text, "limit_date_range_to", "Works until then, or none"},
    {"--limit-package-query", "QUERY", ValueKind::text, "limit_package_query",
     "Reads only what the query admits, or none"},
    {"--scheduled-reset-period", "PERIOD", ValueKind::text, "scheduled_reset_period",
     "What was counted counts no more: 'Never Reset', Daily, Weekly, Fortnightly, Monthly, Bi-Monthly, Quarterly, "
     "'Every 6 months' or Annual"},
    {"--scheduled-reset-at", "TIME", ValueKind::text, "scheduled_reset_at", "The first time that happens"},
});

/// What is no number stays text, so that the server says which field is wrong.
boost::json::value value_of(ValueKind kind, const std::string& text) {
  if (text == "none") return nullptr;
  if (kind == ValueKind::text) return boost::json::value(text);
  constexpr std::uint64_t kMost = INT64_MAX;
  const auto number = parse_number(text);
  if (number && *number <= kMost) return static_cast<std::int64_t>(*number);
  return boost::json::value(text);
}

}  // namespace

void add_limit_flags(Command& command, boost::json::object& body) {
  for (const LimitFlag& limit : kLimitFlags) {
    command.option(
        std::string(limit.flag), std::string(limit.value),
        [&body, &limit](const std::string& text) { body[limit.field] = value_of(limit.kind, text); },
        std::string(limit.help));
  }
}

}  // namespace entrepot::cli
