#include "registry/entitlement_limits.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <utility>

#include "base/try.h"
#include "package_query/query.h"

namespace entrepot::registry {
namespace {

/// A period is so many days or so many months.
struct Period {
  int days;
  int months;
};
constexpr std::array<Period, 9> kPeriods{{{0, 0}, {1, 0}, {7, 0}, {14, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 6}, {0, 12}}};
constexpr std::array<std::string_view, kPeriods.size()> kPeriodWords{
    "Never Reset", "Daily", "Weekly", "Fortnightly", "Monthly", "Bi-Monthly", "Quarterly", "Every 6 months", "Annual"};
static_assert(kPeriods.size() == static_cast<std::size_t>(ResetPeriod::annual) + 1);

constexpr std::array<std::string_view, 9> kUnitWords{"Byte",     "Kilobyte", "Megabyte",  "Gigabyte", "Terabyte",
                                                     "Petabyte", "Exabyte",  "Zettabyte", "Yottabyte"};

/// The same time of the day, so many months later.
Timestamp add_months(Timestamp at, int months) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day date(day);
  date += std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return Timestamp(std::chrono::sys_days(date)) + (at - Timestamp(day));
}

std::string of(std::int64_t used, std::int64_t limit) {
  return std::to_string(used) + " of " + std::to_string(limit);
}

Result<void> check_positive(const std::optional<std::int64_t>& number, std::string_view what) {
  if (!number || *number > 0) return {};
  return invalid("A token's limit of " + std::string(what) + " is a positive number, or null for none.");
}

std::unexpected<Error> refused(std::string sentence, const EntitlementLimits& limits) {
  sentence += "; ";
  if (limits.reset_at) sentence += "its counts begin anew at " + to_rfc3339(*limits.reset_at) + ", and ";
  return fail(ErrorCode::forbidden, sentence + "whoever administers the repository can give it more.");
}

}  // namespace

std::span<const std::string_view> reset_period_words() {
  return kPeriodWords;
}

std::span<const std::string_view> bandwidth_unit_words() {
  return kUnitWords;
}

std::optional<Timestamp> next_reset(ResetPeriod period, Timestamp at, Timestamp now) {
  const Period& length = kPeriods.at(static_cast<std::size_t>(period));
  if (length.days == 0 && length.months == 0) return std::nullopt;
  if (at > now) return at;
  if (length.days > 0) {
    const Seconds step = std::chrono::days(length.days);
    return at + ((now - at) / step + 1) * step;
  }
  // Counted from the same start each time, so that a short month does not move the day of those after it.
  const auto passed = std::chrono::floor<std::chrono::days>(now) - std::chrono::floor<std::chrono::days>(at);
  constexpr int kLongestMonth = 31;
  int months = static_cast<int>(passed.count()) / kLongestMonth / length.months * length.months;
  while (add_months(at, months) <= now) months += length.months;
  return add_months(at, months);
}

std::optional<std::int64_t> EntitlementLimits::bandwidth_bytes() const {
  if (!bandwidth) return std::nullopt;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kStep = 1000;
  std::int64_t bytes = *bandwidth;
  for (int power = 0; power < bandwidth_unit; ++power) {
    if (bytes > kMost / kStep) return kMost;
    bytes *= kStep;
  }
  return bytes;
}

Result<void> check_limits(const EntitlementLimits& limits) {
  TRY(check_positive(limits.num_downloads, "downloads"));
  TRY(check_positive(limits.num_clients, "clients"));
  TRY(check_positive(limits.bandwidth, "bandwidth"));
  if (limits.num_clients > EntitlementLimits::kMostClients) {
    return invalid("A token's limit of clients is at most " + std::to_string(EntitlementLimits::kMostClients) + ".");
  }
  if (limits.date_from && limits.date_to && *limits.date_from >= *limits.date_to) {
    return invalid("A token's date range ends after it begins.");
  }
  if (limits.reset_at && limits.reset_period == ResetPeriod::never) {
    return invalid("A token whose counts begin anew at a time needs a scheduled_reset_period too.");
  }
  if (limits.package_query.empty()) return {};
  const auto query = package_query::parse_query(limits.package_query);
  if (!query) return invalid("The token's package query cannot be read: " + query.error().message);
  return {};
}

bool is_limited(const EntitlementLimits& limits, const EntitlementUsage& usage, Timestamp now) {
  constexpr bool kNewClient = true;
  return !check_dates(limits.date_from, limits.date_to, now) || !check_usage(limits, usage, kNewClient, 1);
}

bool is_period_over(const EntitlementLimits& limits, Timestamp now) {
  return limits.reset_at && *limits.reset_at <= now;
}

void begin_period(EntitlementLimits& limits, Timestamp now) {
  if (is_period_over(limits, now)) limits.reset_at = next_reset(limits.reset_period, *limits.reset_at, now);
}

std::string usage_text(const EntitlementLimits& limits, const EntitlementUsage& usage) {
  std::string text;
  const auto add = [&text](std::string part) { text += (text.empty() ? "" : ", ") + std::move(part); };
  if (limits.num_downloads) add(of(usage.downloads, *limits.num_downloads) + " downloads");
  if (limits.num_clients) add(of(usage.clients, *limits.num_clients) + " clients");
  if (const auto bytes = limits.bandwidth_bytes()) add(of(usage.bandwidth, *bytes) + " bytes");
  return text.empty() ? "Unlimited" : text;
}

Result<void> check_usage(const EntitlementLimits& limits, const EntitlementUsage& usage, bool is_new_client,
                         std::int64_t bytes) {
  if (limits.num_clients && is_new_client && usage.clients >= *limits.num_clients) {
    return refused("This entitlement token is for " + std::to_string(*limits.num_clients) +
                       " client addresses, and as many others have used it already",
                   limits);
  }
  if (limits.num_downloads && usage.downloads >= *limits.num_downloads) {
    return refused(
        "This entitlement token is for " + std::to_string(*limits.num_downloads) +
            (*limits.num_downloads == 1 ? " download, and it is used up" : " downloads, and they are used up"),
        limits);
  }
  const auto most = limits.bandwidth_bytes();
  if (most && bytes > *most - usage.bandwidth) {
    const std::int64_t left = std::max<std::int64_t>(*most - usage.bandwidth, 0);  // the limit may have been lowered
    return refused("This entitlement token is for " + std::to_string(*most) + " bytes, of which " +
                       std::to_string(left) + " are left, and this download has " + std::to_string(bytes),
                   limits);
  }
  return {};
}

Result<void> check_dates(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to, Timestamp now) {
  if (from && now < *from) {
    return fail(ErrorCode::forbidden, "This entitlement token works from " + to_rfc3339(*from) + " on, not before.");
  }
  if (to && now >= *to) {
    return fail(ErrorCode::forbidden, "This entitlement token worked until " + to_rfc3339(*to) +
                                          "; whoever administers the repository can lengthen its time.");
  }
  return {};
}

EntitlementLimits with_patch(EntitlementLimits limits, const LimitsPatch& patch, Timestamp now) {
  if (patch.num_downloads) limits.num_downloads = *patch.num_downloads;
  if (patch.num_clients) limits.num_clients = *patch.num_clients;
  if (patch.bandwidth) limits.bandwidth = *patch.bandwidth;
  if (patch.bandwidth_unit) limits.bandwidth_unit = *patch.bandwidth_unit;
  if (patch.date_from) limits.date_from = *patch.date_from;
  if (patch.date_to) limits.date_to = *patch.date_to;
  if (patch.package_query) limits.package_query = *patch.package_query;
  const bool is_new_period = patch.reset_period && *patch.reset_period != limits.reset_period;
  if (patch.reset_period) limits.reset_period = *patch.reset_period;
  if (is_new_period) limits.reset_at.reset();
  if (patch.reset_at) limits.reset_at = *patch.reset_at;
  if (limits.reset_period == ResetPeriod::never) {
    if (!patch.reset_at) limits.reset_at.reset();
  } else if (!limits.reset_at) {
    limits.reset_at = next_reset(limits.reset_period, now, now);
  }
  return limits;
}

}  // namespace entrepot::registry
