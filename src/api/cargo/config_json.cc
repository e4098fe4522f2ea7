#include "cargo/config_json.h"

#include <string>

#include "api/cargo/handlers.h"
#include "api/urls.h"
#include "http/etag.h"
#include "registry/repository.h"

namespace entrepot::api::cargo_routes {

/// The access segment is the one the client came by: a token must stand in `dl` for clients that send no header. Reads
/// need a header only under `basic`, and only in a private repository.
std::optional<http::Response> config_json_now(const Call& call) {
  const registry::RepositoryRecord& repository = *call.repository;
  const std::string root = cargo_root(call.public_url(), call.access, repository.namespace_slug, repository.slug);
  const bool needs_header = !repository.is_public() && !is_path_token(call.access);
  http::Response response = http::text_response(
      200, "application/json",
      config_json(root + "/{crate}-{version}.crate", root, needs_header ? AuthRequired::yes : AuthRequired::no));
  const std::string& body = std::get<std::string>(response.body);
  response.fields.add("etag", http::content_etag(body));
  response.fields.add("cache-control", is_shareable(call) ? "public, no-cache" : "private, no-cache");
  return response;
}

}  // namespace entrepot::api::cargo_routes
