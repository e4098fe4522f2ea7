#include <boost/json.hpp>

#include "api/json.h"
#include "api/operations/handlers.h"

namespace entrepot::api::operations {

/// Alive: an event loop turns. It looks at nothing else, so that a slow database does not get the process killed.
std::optional<http::Response> healthz_now(const Call&) {
  http::Response response = json_response(200, boost::json::object{{"status", "alive"}});
  response.fields.add("cache-control", "no-store");
  return response;
}

}  // namespace entrepot::api::operations
