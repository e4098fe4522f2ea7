#include "api/git/reader.h"

#include "api/urls.h"
#include "registry/repository.h"

namespace entrepot::api::git_routes {

git::Reader reader_of(const Call& call) {
  return {.repository_id = call.repository->id, .config_json = config_json_of(call)};
}

git::ProtocolVersion version_of(const http::Request& request) {
  return git::protocol_version(request.field("git-protocol").value_or(""));
}

http::Response not_to_be_kept(const Call& call, http::Response response) {
  response.fields.add("cache-control", is_shareable(call) ? "public, no-cache" : "private, no-cache");
  return response;
}

}  // namespace entrepot::api::git_routes
