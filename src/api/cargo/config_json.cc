#include <string>

#include "api/cargo/handlers.h"
#include "api/urls.h"
#include "http/etag.h"

namespace entrepot::api::cargo_routes {

std::optional<http::Response> config_json_now(const Call& call) {
  http::Response response = http::text_response(200, "application/json", config_json_of(call));
  const std::string& body = std::get<std::string>(response.body);
  response.fields.add("etag", http::content_etag(body));
  response.fields.add("cache-control", is_shareable(call) ? "public, no-cache" : "private, no-cache");
  return response;
}

}  // namespace entrepot::api::cargo_routes
