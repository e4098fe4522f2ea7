#include <string_view>
#include <utility>

#include "api/cargo/handlers.h"
#include "api/urls.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "http/accept_encoding.h"
#include "http/etag.h"
#include "registry/index_cache.h"
#include "registry/registry.h"

namespace entrepot::api::cargo_routes {
namespace {

/// Cargo asks for every spelling of a mistyped name, so this answer is made without allocating a body.
http::Response crate_not_found() {
  static constexpr std::string_view kBody = R"({"errors":[{"detail":"There is no such crate in this repository."}]})";
  http::Response response;
  response.status = 404;
  response.fields.add("content-type", "application/json");
  response.fields.add("cache-control", "no-cache");
  response.body = http::SharedBody{nullptr, kBody};
  return response;
}

/// `If-Modified-Since` returns our own text, so equality is enough; it counts only without `If-None-Match` (RFC 9110
/// section 13.1.3).
bool is_unchanged(const http::Request& request, std::string_view etag, std::string_view last_modified) {
  if (const auto wanted = request.field("if-none-match")) return http::matches_etag(*wanted, etag);
  const auto since = request.field("if-modified-since");
  return since && *since == last_modified;
}

http::Response index_response(const Call& call, registry::IndexEntryPointer entry) {
  if (!entry->found()) return crate_not_found();
  const auto accepted = call.request.field("accept-encoding");
  const bool gzip = accepted && !entry->gzip_body.empty() && http::accepts_gzip(*accepted);
  const std::string& etag = gzip ? entry->gzip_etag : entry->etag;

  http::Response response;
  response.fields.add("etag", etag);
  response.fields.add("last-modified", entry->last_modified_text);
  response.fields.add("cache-control", is_shareable(call) ? "public, no-cache" : "private, no-cache");
  response.fields.add("vary", "accept-encoding");
  if (is_unchanged(call.request, etag, entry->last_modified_text)) {
    response.status = 304;
    return response;
  }
  response.fields.add("content-type", "text/plain; charset=utf-8");
  if (gzip) response.fields.add("content-encoding", "gzip");
  const std::string_view bytes = gzip ? entry->gzip_body : entry->body;
  response.body = http::SharedBody{std::move(entry), bytes};
  return response;
}

}  // namespace

std::optional<http::Response> index_now(const Call& call) {
  const auto key = crate_of_index_path(call.parameters[kRestParameter]);
  if (!key) return crate_not_found();
  registry::IndexEntryPointer entry = call.services.registry.index().find(call.repository->id, *key);
  if (entry == nullptr) return std::nullopt;
  return index_response(call, std::move(entry));
}

net::Task<Result<http::Response>> index_later(const Call& call) {
  const auto key = crate_of_index_path(call.parameters[kRestParameter]);
  if (!key) co_return crate_not_found();
  CO_TRY_ASSIGN(registry::IndexEntryPointer entry,
                co_await call.services.registry.index().load(call.repository->id, std::string(*key)));
  co_return index_response(call, std::move(entry));
}

}  // namespace entrepot::api::cargo_routes
