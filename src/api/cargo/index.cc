#include <array>
#include <string_view>
#include <utility>

#include "api/cargo/handlers.h"
#include "api/cargo/partial_reader.h"
#include "api/urls.h"
#include "base/memo.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "http/accept_encoding.h"
#include "http/etag.h"
#include "registry/index_cache.h"
#include "registry/registry.h"

namespace entrepot::api::cargo_routes {
namespace {

/// Cargo asks for every spelling of a mistyped name, so this answer is made without allocating.
http::Response crate_not_found() {
  static constexpr std::string_view kBody = R"({"errors":[{"detail":"There is no such crate in this repository."}]})";
  static const http::Fields kFields = [] {
    http::Fields fields;
    fields.add("content-type", "application/json");
    fields.add("cache-control", "no-cache");
    return std::move(fields).shared();
  }();
  return {.status = 404, .fields = kFields, .body = http::SharedBody{nullptr, kBody}};
}

/// The header fields of the answers that an entry is given with, each made when it is first wanted.
class ReadyFields {
 public:
  struct Answer {
    bool is_gzip;
    bool is_shareable;
    bool is_unchanged;
  };

  const http::Fields& of(const registry::IndexEntry& entry, const Answer& answer) const {
    return all_[place(answer)].get<http::Fields>([&] { return make(entry, answer); });
  }

 private:
  static std::size_t place(const Answer& answer) {
    return (answer.is_gzip ? 4U : 0U) + (answer.is_shareable ? 2U : 0U) + (answer.is_unchanged ? 1U : 0U);
  }

  static http::Fields make(const registry::IndexEntry& entry, const Answer& answer) {
    http::Fields fields;
    fields.add("etag", answer.is_gzip ? entry.gzip_etag : entry.etag);
    if (!entry.last_modified_text.empty()) fields.add("last-modified", entry.last_modified_text);
    fields.add("cache-control", answer.is_shareable ? "public, no-cache" : "private, no-cache");
    fields.add("vary", "accept-encoding");
    if (!answer.is_unchanged) fields.add("content-type", "text/plain; charset=utf-8");
    if (!answer.is_unchanged && answer.is_gzip) fields.add("content-encoding", "gzip");
    return std::move(fields).shared();
  }

  std::array<Memo, 8> all_;
};

/// `If-Modified-Since` returns our own text, so equality is enough; it counts only without `If-None-Match` (RFC 9110
/// section 13.1.3).
bool is_unchanged(const http::Request& request, std::string_view etag, std::string_view last_modified) {
  if (const auto wanted = request.field("if-none-match")) return http::matches_etag(*wanted, etag);
  const auto since = request.field("if-modified-since");
  return since && !last_modified.empty() && *since == last_modified;
}

http::Response index_response(const Call& call, registry::IndexEntryPointer entry) {
  if (!entry->found()) return crate_not_found();
  const auto accepted = call.request.field("accept-encoding");
  const bool gzip = accepted && !entry->gzip_body.empty() && http::accepts_gzip(*accepted);
  const std::string& etag = gzip ? entry->gzip_etag : entry->etag;

  const bool unchanged = is_unchanged(call.request, etag, entry->last_modified_text);
  const auto& ready = entry->answers.get<ReadyFields>([] { return ReadyFields(); });
  http::Response response{
      .status = unchanged ? 304 : 200,
      .fields = ready.of(*entry, {.is_gzip = gzip, .is_shareable = is_shareable(call), .is_unchanged = unchanged}),
      .body = {}};
  if (!unchanged) {
    const std::string_view bytes = gzip ? entry->gzip_body : entry->body;
    response.body = http::SharedBody{std::move(entry), bytes};
  }
  return response;
}

}  // namespace

std::optional<http::Response> index_now(const Call& call) {
  const auto key = crate_of_index_path(call.parameters[kRestParameter]);
  if (!key) return crate_not_found();
  if (is_partial_reader(call)) return std::nullopt;
  registry::IndexEntryPointer entry = call.services.registry.index().find(call.repository->id, *key);
  if (entry == nullptr) return std::nullopt;
  return index_response(call, std::move(entry));
}

net::Task<Result<http::Response>> index_later(const Call& call) {
  const auto key = crate_of_index_path(call.parameters[kRestParameter]);
  if (!key) co_return crate_not_found();
  CO_TRY_ASSIGN(registry::IndexEntryPointer entry, co_await load_entry(call, std::string(*key)));
  co_return index_response(call, std::move(entry));
}

}  // namespace entrepot::api::cargo_routes
