#include "registry/usage_metrics.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/parameters.h"
#include "api/management/shapes.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/registry.h"
#include "registry/repositories.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

using registry::UsageOf;

constexpr std::size_t kMostNamed = 500;
constexpr std::int64_t kUsualDays = 30;  ///< where the request does not say when to begin

/// Both kinds of metrics have their own word for what they are about.
std::string_view word_of(UsageOf of) {
  return of == UsageOf::packages ? "packages" : "tokens";
}

/// What the query of the request says.
struct Wanted {
  registry::UsageSpan span{};
  std::vector<std::string> only{};
};

Wanted read_wanted(const Call& call, UsageOf of, Timestamp now, std::vector<FieldError>& errors) {
  Wanted wanted;
  const std::optional<std::int64_t> first = day_parameter(call.request, "start", errors);
  const std::int64_t today = registry::day_of(now);
  wanted.span.last_day = day_parameter(call.request, "finish", errors).value_or(std::max(today, first.value_or(today)));
  wanted.span.first_day = first.value_or(wanted.span.last_day - kUsualDays + 1);
  if (wanted.span.first_day > wanted.span.last_day) errors.push_back({"finish", "Must not be before start."});
  wanted.only = words_parameter(call.request, word_of(of));
  if (wanted.only.size() > kMostNamed) errors.push_back({std::string(word_of(of)), "Name at most 500 at once."});
  return wanted;
}

json::object bandwidth(std::int64_t bytes) {
  return {{"display", size_text(bytes)}, {"units", "bytes"}, {"value", bytes}};
}

json::object to_json(const registry::UsageMetrics& metrics) {
  const auto values = [&](auto value_of) {
    return json::object{{"average", value_of(metrics.average)},
                        {"highest", value_of(metrics.highest)},
                        {"lowest", value_of(metrics.lowest)},
                        {"total", value_of(metrics.sum)}};
  };
  return {{"active", metrics.active},
          {"bandwidth", values([](const registry::Usage& usage) { return bandwidth(usage.bytes); })},
          {"downloads", values([](const registry::Usage& usage) { return json::object{{"value", usage.downloads}}; })},
          {"inactive", metrics.total - metrics.active},
          {"total", metrics.total}};
}

/// Those of the namespace whose statistics the actor may see; `not_found` where there is nothing that they may see.
Result<std::vector<registry::RepositoryPointer>> repositories_of(store::Transaction& transaction,
                                                                 const auth::Principal& actor, const std::string& owner,
                                                                 UsageOf of, Timestamp now) {
  TRY_ASSIGN(auto repositories, registry::list_repositories(transaction, actor, owner, now));
  const bool may_see_some = !repositories.empty();
  std::erase_if(repositories, [&](const registry::RepositoryPointer& one) {
    return !registry::require_statistics(actor, *one, of, now);
  });
  if (may_see_some || equals_ignoring_case(owner, actor.user)) return repositories;
  TRY_ASSIGN(const auto found, registry::find_namespace(transaction, owner));
  if (!actor.grants.contains(found.id) && !auth::may_administer_server(actor, now))
    return registry::namespace_not_found(owner);
  return repositories;
}

/// `repository` is null for all of a namespace.
Answer answer(const Call& call, UsageOf of) {
  std::vector<FieldError> errors;
  Wanted wanted = read_wanted(call, of, call.services.registry.clock().now(), errors);
  if (!errors.empty()) co_return field_errors_response(errors, call.request.id);
  registry::Registry& registry = call.services.registry;
  const auto metrics = co_await registry.database().read(
      [actor = call.principal, owner = std::string(call.parameter("owner")), repository = call.repository, of, wanted,
       now = registry.clock().now()](store::Transaction& transaction) -> Result<registry::UsageMetrics> {
        std::vector<registry::RepositoryPointer> repositories{repository};
        if (repository != nullptr) {
          TRY(registry::require_statistics(*actor, *repository, of, now));
        } else {
          TRY_ASSIGN(repositories, repositories_of(transaction, *actor, owner, of, now));
        }
        return registry::usage_metrics(transaction, repositories, of, wanted.span, wanted.only);
      });
  if (!metrics && metrics.error().code == ErrorCode::invalid) {
    const FieldError unknown{std::string(word_of(of)), metrics.error().message};
    co_return field_errors_response({&unknown, 1}, call.request.id);
  }
  if (!metrics) co_return std::unexpected(metrics.error());
  http::Response response = json_response(200, json::object{{word_of(of), to_json(*metrics)}});
  // It is one object, whatever page is asked for.
  add_pagination(response, call, {.number = 1, .size = page_of(call.request).size}, 1);
  co_return response;
}

}  // namespace

Answer package_metrics(const Call& call) {
  return answer(call, UsageOf::packages);
}

Answer entitlement_metrics(const Call& call) {
  return answer(call, UsageOf::entitlements);
}

}  // namespace entrepot::api::management
