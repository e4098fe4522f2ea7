#include "api/management/entitlement_limits.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "base/parse_time.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

using registry::EntitlementLimits;

/// Runs the registry's own check on this field alone, so that the mistake is told with its field.
void check_alone(JsonInput& input, std::string_view field, const EntitlementLimits& limits) {
  if (const auto checked = registry::check_limits(limits); !checked) input.refuse(field, checked.error().message);
}

std::optional<std::optional<std::int64_t>> read_number(JsonInput& input, std::string_view field,
                                                       std::optional<std::int64_t> EntitlementLimits::* limit) {
  if (input.find(field) == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = input.number(field);
  EntitlementLimits alone;
  alone.*limit = number;
  check_alone(input, field, alone);
  return number;
}

std::optional<std::optional<Timestamp>> read_time(JsonInput& input, std::string_view field) {
  if (input.find(field) == nullptr) return std::nullopt;
  const std::optional<std::string> text = input.text(field);
  if (!text) return std::optional<Timestamp>();
  const auto time = parse_time(*text);
  if (time) return *time;
  input.refuse(field, "A time is written like 2027-01-31T00:00:00Z.");
  return std::nullopt;
}

std::optional<std::string> read_query(JsonInput& input) {
  constexpr std::string_view kField = "limit_package_query";
  if (input.find(kField) == nullptr) return std::nullopt;
  std::string query = input.text(kField).value_or("");
  if (query.find_first_not_of(" \t\r\n") == std::string::npos) query.clear();
  check_alone(input, kField, {.package_query = query});
  return query;
}

/// A word's place in the list.
std::optional<std::uint8_t> read_place(JsonInput& input, std::string_view field,
                                       std::span<const std::string_view> words) {
  const std::optional<std::string> word = input.word(field, words);
  if (!word) return std::nullopt;
  return static_cast<std::uint8_t>(std::ranges::find(words, *word) - words.begin());
}

template <typename T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value();
}
json::value or_null(const std::optional<Timestamp>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value();
}

}  // namespace

registry::LimitsPatch read_limits(JsonInput& input) {
  registry::LimitsPatch patch{
      .num_downloads = read_number(input, "limit_num_downloads", &EntitlementLimits::num_downloads),
      .num_clients = read_number(input, "limit_num_clients", &EntitlementLimits::num_clients),
      .bandwidth = read_number(input, "limit_bandwidth", &EntitlementLimits::bandwidth),
      .bandwidth_unit = read_place(input, "limit_bandwidth_unit", registry::bandwidth_unit_words()),
      .date_from = read_time(input, "limit_date_range_from"),
      .date_to = read_time(input, "limit_date_range_to"),
      .package_query = read_query(input),
      .reset_at = read_time(input, "scheduled_reset_at")};
  if (const auto place = read_place(input, "scheduled_reset_period", registry::reset_period_words())) {
    patch.reset_period = static_cast<registry::ResetPeriod>(*place);
  }
  return patch;
}

void add_limits(json::object& to, const registry::EntitlementRecord& entitlement, Timestamp now) {
  const EntitlementLimits& limits = entitlement.limits;
  const registry::EntitlementUsage& usage = entitlement.usage;
  to["has_limits"] = limits.any();
  to["is_limited"] = registry::is_limited(limits, usage, now);
  to["usage"] = registry::usage_text(limits, usage);
  to["downloads"] = usage.downloads;
  to["clients"] = usage.clients;
  to["bandwidth"] = usage.bandwidth;
  to["limit_bandwidth"] = or_null(limits.bandwidth);
  to["limit_bandwidth_unit"] = registry::bandwidth_unit_words()[limits.bandwidth_unit];
  to["limit_date_range_from"] = or_null(limits.date_from);
  to["limit_date_range_to"] = or_null(limits.date_to);
  to["limit_num_clients"] = or_null(limits.num_clients);
  to["limit_num_downloads"] = or_null(limits.num_downloads);
  to["limit_package_query"] = limits.package_query.empty() ? json::value() : json::value(limits.package_query);
  to["scheduled_reset_at"] = or_null(limits.reset_at);
  to["scheduled_reset_period"] = registry::reset_period_words()[static_cast<std::size_t>(limits.reset_period)];
}

}  // namespace entrepot::api::management
