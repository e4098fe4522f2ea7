#include "api/git/forbidden.h"

#include <string>

#include "api/git/handlers.h"
#include "api/routes.h"
#include "git/upload_pack.h"
#include "http/query.h"

namespace entrepot::api::git_routes {

std::optional<http::Response> forbidden(const Call& call, const Error& error) {
  if (error.code != ErrorCode::forbidden) return std::nullopt;
  const std::string sentence = error.message + " (request " + std::string(call.request.id) + ")";
  std::optional<http::Response> response;
  if (call.route->later == refs && http::query_parameter(call.request.query, "service") == "git-upload-pack") {
    response = git::refs_refusal(sentence);
  } else if (call.route->later == fetch) {
    response = git::refusal(sentence);
  }
  if (response) response->fields.add("cache-control", "no-store");
  return response;
}

}  // namespace entrepot::api::git_routes
