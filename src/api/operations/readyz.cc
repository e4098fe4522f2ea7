#include <boost/json.hpp>
#include <string_view>

#include "api/json.h"
#include "api/operations/handlers.h"
#include "http/server.h"
#include "registry/registry.h"

namespace entrepot::api::operations {
namespace json = boost::json;
namespace {

json::object follower_check(const registry::FollowerState& state, bool& ready) {
  ready = ready && state.is_well();
  return {{"ok", state.is_well()},
          {"lag", state.behind()},
          {"detail", state.last_error.empty() ? "" : "The last attempt failed; see the log."}};
}

}  // namespace

/// Ready: worth sending requests to. Each check says what it saw; details of failures are in the log only.
net::Task<Result<http::Response>> readyz(const Call& call) {
  registry::Registry& registry = call.services.registry;
  bool ready = true;
  json::object checks;

  const bool open = call.services.site != nullptr;
  const bool serving = open && !call.services.site->server.draining();
  checks["serving"] = json::object{{"ok", serving}, {"detail", serving ? "" : open ? "draining" : "starting"}};
  ready = ready && serving;

  const auto database = co_await registry.database().read(
      [](store::Transaction& transaction) { return registry::last_sequence(transaction); });
  checks["database"] = json::object{{"ok", database.has_value()}, {"detail", database ? "" : database.error().message}};
  ready = ready && database.has_value();

  json::object followers;
  for (const registry::FollowerState& state : registry.followers().states()) {
    followers[state.name] = follower_check(state, ready);
  }
  checks["followers"] = std::move(followers);

  http::Response response = json_response(
      ready ? 200 : 503, json::object{{"status", ready ? "ready" : "not ready"}, {"checks", std::move(checks)}});
  response.fields.add("cache-control", "no-store");
  if (!ready) response.fields.add("retry-after", "1");
  co_return response;
}

}  // namespace entrepot::api::operations
