#include "registry/statistics.h"

#include <boost/json.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/parameters.h"
#include "api/request_rate.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::int64_t kUsualDays = 30;  ///< where the request does not say when to begin

/// "2026-11-22".
std::string day_text(std::int64_t day) {
  return to_rfc3339(std::chrono::sys_days(std::chrono::days(day))).substr(0, 10);
}

registry::UsageSpan read_span(const http::Request& request, Timestamp now, std::vector<FieldError>& errors) {
  const std::optional<std::int64_t> from = day_parameter(request, "from", errors);
  const std::int64_t today = registry::day_of(now);
  const std::int64_t to = day_parameter(request, "to", errors).value_or(std::max(today, from.value_or(today)));
  const registry::UsageSpan span{.first_day = from.value_or(to - kUsualDays + 1), .last_day = to};
  if (span.first_day > span.last_day) errors.push_back({"to", "Must not be before from."});
  if (span.last_day - span.first_day >= registry::kUsageDays) {
    errors.push_back({"from", "At most " + std::to_string(registry::kUsageDays) + " days at once."});
  }
  return span;
}

json::object counts(json::object object, const registry::Usage& usage) {
  object["downloads"] = usage.downloads;
  object["bytes"] = usage.bytes;
  return object;
}

template <typename Entry, typename Name>
json::array list_json(const std::vector<Entry>& entries, Name name) {
  json::array list;
  for (const Entry& entry : entries) list.push_back(counts(name(entry), entry.usage));
  return list;
}

json::object to_json(const registry::RepositoryStatistics& statistics, registry::UsageSpan span) {
  json::object object = counts({{"from", day_text(span.first_day)}, {"to", day_text(span.last_day)}}, statistics.sum);
  object["days"] = list_json(statistics.days,
                             [](const registry::DayUsage& one) { return json::object{{"day", day_text(one.day)}}; });
  object["crates"] =
      list_json(statistics.crates, [](const registry::CrateUsage& one) { return json::object{{"name", one.crate}}; });
  object["versions"] = list_json(statistics.versions, [](const registry::VersionUsage& one) {
    return json::object{{"name", one.crate}, {"version", one.version}};
  });
  object["tokens"] = nullptr;
  object["tokenless"] = nullptr;
  if (!statistics.of_tokens) return object;
  object["tokens"] = list_json(statistics.of_tokens->tokens, [](const registry::TokenUsage& one) {
    return json::object{{"name", one.name}, {"slug_perm", one.slug_perm}};
  });
  object["tokenless"] = counts({}, statistics.of_tokens->tokenless);
  return object;
}

}  // namespace

Answer get_statistics(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Timestamp now = registry.clock().now();
  std::vector<FieldError> errors;
  const registry::UsageSpan span = read_span(call.request, now, errors);
  CO_TRY(registry::require_statistics(*call.principal, *call.repository, registry::UsageOf::packages, now));
  if (!errors.empty()) co_return field_errors_response(errors, call.request.id);
  const bool sees_tokens =
      registry::require_statistics(*call.principal, *call.repository, registry::UsageOf::entitlements, now).has_value();
  // It reads as much as a search does, and may be asked for by anybody.
  CO_TRY_ASSIGN(const registry::Gate::Pass pass, co_await registry.statistics_gate().enter(rate_caller(call)));
  // What was downloaded a moment ago is in memory still.
  CO_TRY(co_await registry.pool().run([&registry] { return registry.downloads().flush_for_reader(); }));
  CO_TRY_ASSIGN(const registry::RepositoryStatistics statistics,
                co_await registry.database().read(
                    [repository = call.repository, span, sees_tokens](store::Transaction& transaction) {
                      return registry::repository_statistics(
                          transaction, *repository, span,
                          sees_tokens ? registry::WithTokens::yes : registry::WithTokens::no);
                    }));
  co_return json_response(200, to_json(statistics, span));
}

}  // namespace entrepot::api::management
