#include <string>

#include "api/git/handlers.h"
#include "api/git/reader.h"
#include "base/try.h"
#include "git/upload_pack.h"
#include "http/query.h"

namespace entrepot::api::git_routes {
namespace {

http::Response refused(int status, std::string sentence) {
  http::Response response = http::text_response(status, "text/plain; charset=utf-8", std::move(sentence));
  response.fields.add("cache-control", "no-store");
  return response;
}

http::Response push_refused() {
  return refused(403, "This index is read-only: publish with `cargo publish`, withdraw with `cargo yank`.\n");
}

}  // namespace

net::Task<Result<http::Response>> refs(const Call& call) {
  const auto service = http::query_parameter(call.request.query, "service");
  if (service == "git-receive-pack") co_return push_refused();
  if (service != "git-upload-pack") {
    co_return refused(403, "This index speaks git's smart HTTP only; use git 1.6.6 or newer.\n");
  }
  CO_TRY_ASSIGN(http::Response response,
                co_await call.services.upload_pack.advertise(reader_of(call), version_of(call.request)));
  co_return not_to_be_kept(call, std::move(response));
}

std::optional<http::Response> push_now(const Call&) {
  return push_refused();
}

std::optional<http::Response> file_now(const Call&) {
  return refused(404, "This index speaks git's smart HTTP only: there are no files here.\n");
}

}  // namespace entrepot::api::git_routes
