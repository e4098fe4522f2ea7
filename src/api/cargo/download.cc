#include <memory>
#include <string>
#include <utility>

#include "api/cargo/crate_file_name.h"
#include "api/cargo/handlers.h"
#include "api/cargo/partial_reader.h"
#include "api/urls.h"
#include "base/encoding.h"
#include "base/try.h"
#include "blob/open_file_cache.h"
#include "http/etag.h"
#include "http/range.h"
#include "registry/registry.h"

namespace entrepot::api::cargo_routes {
namespace {

/// A version that a file name stands for. The entry keeps `version` alive.
struct Found {
  registry::IndexEntryPointer entry;
  const registry::IndexedVersion* version;
};

std::optional<Found> find_in(registry::IndexEntryPointer entry, const CrateFileName& name) {
  // The name must be spelled as it was published: cargo takes it from the index, and another spelling is another crate.
  if (!entry->found() || entry->name != name.crate) return std::nullopt;
  const registry::IndexedVersion* version = entry->version(name.version);
  if (version == nullptr) return std::nullopt;
  return Found{std::move(entry), version};
}

std::unexpected<Error> no_such_file() {
  return fail(ErrorCode::not_found,
              "There is no such crate file in this repository; name and version must be spelled as "
              "in the index.");
}

std::unexpected<Error> is_quarantined(const Found& found) {
  return fail(ErrorCode::forbidden, "'" + found.entry->name + "' " + found.version->version +
                                        " is in quarantine, so it cannot be downloaded; whoever administers the "
                                        "repository knows why, and can release it.");
}

/// A download is a file from its first byte on; a later part of it counts for its bytes only.
void count_download(const Call& call, const Found& found, const http::ByteRange& range) {
  if (call.request.method != http::Method::get) return;
  call.services.registry.downloads().count(
      {.crate_id = found.entry->crate_id,
       .version_id = found.version->id,
       .usage = {.downloads = range.offset == 0 ? 1 : 0, .bytes = static_cast<std::int64_t>(range.length)},
       .repository_id = call.repository->id,
       .entitlement_id = call.principal->entitlement_id});
}

/// Of a token whose downloads are limited, before the first byte leaves.
Result<void> reserve(const Call& call, registry::EntitlementMeter* meter, std::uint64_t bytes) {
  if (meter == nullptr || call.request.method != http::Method::get) return {};
  return meter->reserve(call.request.peer, static_cast<std::int64_t>(bytes), call.services.registry.clock().now());
}

/// Crate files never change: their checksum is a strong validator, and caches may keep them for good. They are never
/// sent with content-encoding, because clients would unpack them and miss the checksum.
Result<http::Response> file_response(const Call& call, const Found& found, std::shared_ptr<const FileHandle> file,
                                     registry::EntitlementMeter* meter) {
  const std::string etag = "\"" + found.version->checksum.hex() + "\"";
  const std::uint64_t size = found.version->size;
  const http::Request& request = call.request;

  http::Response response;
  response.fields.add("etag", etag);
  response.fields.add("cache-control", is_shareable(call) ? "public, max-age=31536000, immutable"
                                                          : "private, max-age=31536000, immutable");
  response.fields.add("accept-ranges", "bytes");
  if (const auto wanted = request.field("if-none-match"); wanted && http::matches_etag(*wanted, etag)) {
    response.status = 304;
    return response;
  }
  http::ByteRange range{0, size};
  const auto asked = request.field("range");
  const auto only_if = request.field("if-range");
  if (asked && request.method == http::Method::get && (!only_if || *only_if == etag)) {
    const http::RangeAnswer answer = http::parse_range(*asked, size);
    if (answer.kind == http::RangeAnswer::Kind::unsatisfiable) {
      response.status = 416;
      response.fields.add("content-range", "bytes */" + std::to_string(size));
      return response;
    }
    if (answer.kind == http::RangeAnswer::Kind::part) {
      range = answer.range;
      response.status = 206;
      response.fields.add("content-range", "bytes " + std::to_string(range.offset) + "-" +
                                               std::to_string(range.offset + range.length - 1) + "/" +
                                               std::to_string(size));
    }
  }
  TRY(reserve(call, meter, range.length));
  count_download(call, found, range);
  response.fields.add("content-type", "application/gzip");
  response.body = http::FileBody{std::move(file), range.offset, range.length};
  return response;
}

/// In the same words whether it is not there at all or not for this token.
std::unexpected<Error> not_admitted(std::string_view crate_file) {
  return fail(ErrorCode::forbidden, "This entitlement token reads only the packages that its query admits, and '" +
                                        std::string(crate_file) + "' is not one of them.");
}

}  // namespace

std::optional<http::Response> download_now(const Call& call) {
  if (is_partial_reader(call)) return std::nullopt;
  registry::EntitlementMeterPointer meter;
  if (call.limits != nullptr && call.limits->is_counted) {
    meter = call.services.registry.entitlement_usages().find(call.limits->entitlement_id);
    if (meter == nullptr) return std::nullopt;
  }
  for (const CrateFileName& name : split_crate_file_name(call.parameters[kRestParameter])) {
    registry::IndexEntryPointer entry = call.services.registry.index().find(call.repository->id, to_lower(name.crate));
    if (entry == nullptr) return std::nullopt;
    const std::optional<Found> found = find_in(std::move(entry), name);
    if (!found) continue;
    if (found->version->is_quarantined) return std::nullopt;
    auto file = call.services.open_files.find(found->version->checksum);
    if (file == nullptr) return std::nullopt;
    Result<http::Response> response = file_response(call, *found, std::move(file), meter.get());
    if (!response) return std::nullopt;  // the one who may wait says why
    return std::move(*response);
  }
  return std::nullopt;
}

net::Task<Result<http::Response>> download_later(const Call& call) {
  registry::EntitlementMeterPointer meter;
  if (call.limits != nullptr && call.limits->is_counted) {
    CO_TRY_ASSIGN(meter, co_await call.services.registry.entitlement_usages().load(call.limits->entitlement_id));
  }
  for (const CrateFileName& name : split_crate_file_name(call.parameters[kRestParameter])) {
    CO_TRY_ASSIGN(registry::IndexEntryPointer entry, co_await load_entry(call, to_lower(name.crate)));
    const std::optional<Found> found = find_in(std::move(entry), name);
    if (!found) continue;
    if (found->version->is_quarantined) co_return is_quarantined(*found);
    auto opened = co_await call.services.registry.pool().run(
        [&files = call.services.open_files, checksum = found->version->checksum] { return files.open(checksum); });
    if (!opened && opened.error().code == ErrorCode::not_found) {
      co_return internal_error("the blob of " + std::string(name.crate) + " " + std::string(name.version) +
                               " is missing: " + opened.error().detail);
    }
    CO_TRY_ASSIGN(std::shared_ptr<const FileHandle> file, std::move(opened));
    CO_TRY_ASSIGN(const std::uint64_t size, file->size());
    if (size != found->version->size) {
      call.services.open_files.drop(found->version->checksum);
      co_return internal_error("the blob of " + std::string(name.crate) + " " + std::string(name.version) +
                               " is damaged: it has " + std::to_string(size) + " bytes instead of " +
                               std::to_string(found->version->size));
    }
    co_return file_response(call, *found, std::move(file), meter.get());
  }
  if (is_partial_reader(call)) co_return not_admitted(call.parameters[kRestParameter]);
  co_return no_such_file();
}

}  // namespace entrepot::api::cargo_routes
