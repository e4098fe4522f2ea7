#include "registry/quota.h"

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/shapes.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// There are no limits: the words say so, and where the shape has a number for one, there is none.
constexpr std::string_view kUnlimited = "Unlimited";
constexpr std::string_view kNoPart = "0%";
constexpr std::string_view kNoPartNumber = "0.0";

using Months = std::vector<registry::QuotaMonth>;

net::Task<Result<Months>> load(const Call& call) {
  registry::Registry& registry = call.services.registry;
  co_return co_await registry.database().read(
      [actor = call.principal, owner = std::string(call.parameter("owner")),
       now = registry.clock().now()](store::Transaction& transaction) -> Result<Months> {
        TRY_ASSIGN(const registry::NamespaceRecord found,
                   registry::find_measured_namespace(transaction, *actor, owner, now));
        return registry::quota_history(transaction, found, now);
      });
}

json::object allocated(std::int64_t used) {
  return {
      {"configured", kUnlimited}, {"percentage_used", kNoPart}, {"plan_limit", kUnlimited}, {"used", size_text(used)}};
}

json::object usage_json(const registry::QuotaMonth& month) {
  json::object storage = allocated(month.stored);
  storage["peak"] = size_text(month.peak);
  storage["used_pre_deduplication"] = size_text(month.undivided);
  return {
      {"display", json::object{{"bandwidth", allocated(month.downloaded)}, {"storage", std::move(storage)}}},
      {"raw", json::object{{"bandwidth", json::object{{"percentage_used", kNoPartNumber}, {"used", month.downloaded}}},
                           {"storage", json::object{{"peak", month.peak},
                                                    {"percentage_used", kNoPartNumber},
                                                    {"used", month.stored},
                                                    {"used_pre_deduplication", month.undivided}}}}}};
}

json::object display(std::int64_t used) {
  return {{"limit", kUnlimited}, {"percentage", kNoPart}, {"used", size_text(used)}};
}

json::object raw(std::int64_t used) {
  return {{"percentage", kNoPartNumber}, {"used", used}};
}

json::object month_json(const registry::QuotaMonth& month) {
  json::object stored = display(month.stored);
  stored["peak"] = size_text(month.peak);
  json::object stored_raw = raw(month.stored);
  stored_raw["peak"] = month.peak;
  return {{"days", std::chrono::floor<std::chrono::days>(month.end - month.start).count()},
          {"display", json::object{{"downloaded", display(month.downloaded)},
                                   {"storage_used", std::move(stored)},
                                   {"uploaded", display(month.uploaded)}}},
          {"end", to_rfc3339(month.end)},
          {"plan", kUnlimited},
          {"raw", json::object{{"downloaded", raw(month.downloaded)},
                               {"storage_used", std::move(stored_raw)},
                               {"uploaded", raw(month.uploaded)}}},
          {"start", to_rfc3339(month.start)}};
}

}  // namespace

Answer get_quota(const Call& call) {
  CO_TRY_ASSIGN(const Months months, co_await load(call));
  co_return json_response(200, json::object{{"usage", usage_json(months.front())}});
}

Answer get_quota_history(const Call& call) {
  CO_TRY_ASSIGN(const Months months, co_await load(call));
  json::array history;
  for (const registry::QuotaMonth& month : months) history.push_back(month_json(month));
  co_return json_response(200, json::object{{"history", std::move(history)}});
}

}  // namespace entrepot::api::management
