#include <boost/json.hpp>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/version.h"

namespace entrepot::api::management {

std::optional<http::Response> check_status_now(const Call&) {
  return json_response(200, boost::json::object{{"detail", "Entrepot is up."}, {"version", kVersion}});
}

}  // namespace entrepot::api::management
