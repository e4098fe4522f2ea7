#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace entrepot::registry {

/// How often a token's counts begin anew by themselves. The numbers stand in the database.
enum class ResetPeriod : std::uint8_t {
  never,
  daily,
  weekly,
  fortnightly,
  monthly,
  two_months,
  quarterly,
  half_year,
  annual,
};
/// "Never Reset", "Daily", …: the management API's words, in the order of the enum.
std::span<const std::string_view> reset_period_words();
/// "Byte", "Kilobyte", … "Yottabyte": the word at place n stands for 1000 to the power of n.
std::span<const std::string_view> bandwidth_unit_words();

/// The first moment after `now` that lies whole periods after `at`; nothing for `never`. A month has its own length: a
/// day that it does not have is its last one.
std::optional<Timestamp> next_reset(ResetPeriod period, Timestamp at, Timestamp now);

/// What an entitlement token may not go beyond. Nothing: no limit. Plain data.
struct EntitlementLimits {
  std::optional<std::int64_t> num_downloads{};
  std::optional<std::int64_t> num_clients{};  ///< distinct addresses
  std::optional<std::int64_t> bandwidth{};    ///< in bandwidth_unit
  std::uint8_t bandwidth_unit = 0;            ///< a place in bandwidth_unit_words
  std::optional<Timestamp> date_from{};
  std::optional<Timestamp> date_to{};  ///< the first moment after
  std::string package_query{};         ///< empty: all packages
  ResetPeriod reset_period = ResetPeriod::never;
  std::optional<Timestamp> reset_at{};  ///< there whenever the period is not `never`

  static constexpr std::int64_t kMostClients = 100'000;  ///< their addresses are in memory

  bool is_counted() const { return num_downloads || num_clients || bandwidth; }
  bool any() const { return is_counted() || date_from || date_to || !package_query.empty(); }
  /// What does not fit into 64 bits is as good as no limit, and the largest number.
  std::optional<std::int64_t> bandwidth_bytes() const;
  bool operator==(const EntitlementLimits&) const = default;
};

/// `invalid` with a sentence: a number that is not positive, a span without time in it, a query that cannot be read.
Result<void> check_limits(const EntitlementLimits& limits);

/// What was counted in the present period; only for tokens whose limits need it.
struct EntitlementUsage {
  std::int64_t downloads = 0;
  std::int64_t bandwidth = 0;  ///< bytes
  std::int64_t clients = 0;
};

/// Whether a limit bites now: some request would be refused.
bool is_limited(const EntitlementLimits& limits, const EntitlementUsage& usage, Timestamp now);

/// Whether the counts of the limits' present period no longer count.
bool is_period_over(const EntitlementLimits& limits, Timestamp now);
/// Moves reset_at to the end of the period that `now` is in.
void begin_period(EntitlementLimits& limits, Timestamp now);

/// "3 of 10 downloads, 1 of 2 clients, 1200000 of 5000000 bytes"; "Unlimited".
std::string usage_text(const EntitlementLimits& limits, const EntitlementUsage& usage);

/// Whether one more download of so many bytes is within the limits; `forbidden` with a sentence for cargo's terminal.
Result<void> check_usage(const EntitlementLimits& limits, const EntitlementUsage& usage, bool is_new_client,
                         std::int64_t bytes);
/// The same for the span of time.
Result<void> check_dates(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to, Timestamp now);

/// A change of limits: what is there replaces what was, and a nothing inside it takes the limit away.
struct LimitsPatch {
  std::optional<std::optional<std::int64_t>> num_downloads{};
  std::optional<std::optional<std::int64_t>> num_clients{};
  std::optional<std::optional<std::int64_t>> bandwidth{};
  std::optional<std::uint8_t> bandwidth_unit{};
  std::optional<std::optional<Timestamp>> date_from{};
  std::optional<std::optional<Timestamp>> date_to{};
  std::optional<std::string> package_query{};
  std::optional<ResetPeriod> reset_period{};
  std::optional<std::optional<Timestamp>> reset_at{};
};
/// Also gives a new period its first reset: one period from `now` unless the patch says when.
EntitlementLimits with_patch(EntitlementLimits limits, const LimitsPatch& patch, Timestamp now);

}  // namespace entrepot::registry
