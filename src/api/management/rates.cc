#include <boost/json.hpp>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/request_rate.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;

Answer check_rates(const Call& call) {
  json::object resources;
  if (call.services.rate_limiter.is_limited()) {
    const RateState state = call.services.rate_limiter.look(rate_caller(call), call.services.registry.clock().now());
    resources["core"] = json::object{{"interval", state.interval},
                                     {"limit", state.limit},
                                     {"remaining", state.remaining},
                                     {"reset", to_unix(state.reset)},
                                     {"reset_iso_8601", to_rfc3339(state.reset)},
                                     {"throttled", state.remaining == 0}};
  }
  co_return json_response(200, json::object{{"resources", std::move(resources)}});
}

}  // namespace entrepot::api::management
