#include "api/crate_download.h"

#include <string>
#include <utility>

#include "base/try.h"
#include "blob/open_file_cache.h"
#include "http/etag.h"
#include "http/range.h"
#include "registry/registry.h"

namespace entrepot::api {
namespace {

std::string name_of(const CrateDownload& download) {
  return std::string(download.crate).append(" ").append(download.version);
}

/// A download is a file from its first byte on; a later part of it counts for its bytes only.
void count_download(const Call& call, const CrateDownload& download, const http::ByteRange& range) {
  if (call.request.method != http::Method::get) return;
  call.services.registry.downloads().count(
      {.crate_id = download.crate_id,
       .version_id = download.version_id,
       .usage = {.downloads = range.offset == 0 ? 1 : 0, .bytes = static_cast<std::int64_t>(range.length)},
       .repository_id = call.repository->id,
       .entitlement_id = call.principal->entitlement_id});
}

/// Of a token whose downloads are limited, before the first byte leaves.
Result<void> reserve(const Call& call, registry::EntitlementMeter* meter, std::uint64_t bytes) {
  if (meter == nullptr || call.request.method != http::Method::get) return {};
  return meter->reserve(call.request.peer, static_cast<std::int64_t>(bytes), call.services.registry.clock().now());
}

}  // namespace

std::unexpected<Error> is_quarantined(std::string_view crate, std::string_view version) {
  return fail(ErrorCode::forbidden, "'" + std::string(crate) + "' " + std::string(version) +
                                        " is in quarantine, so it cannot be downloaded; whoever administers the "
                                        "repository knows why, and can release it.");
}

net::Task<Result<std::shared_ptr<const FileHandle>>> open_crate(const Call& call, CrateDownload download) {
  auto opened = co_await call.services.registry.pool().run(
      [&files = call.services.open_files, checksum = download.checksum] { return files.open(checksum); });
  if (!opened && opened.error().code == ErrorCode::not_found) {
    co_return internal_error("the blob of " + name_of(download) + " is missing: " + opened.error().detail);
  }
  CO_TRY_ASSIGN(std::shared_ptr<const FileHandle> file, std::move(opened));
  CO_TRY_ASSIGN(const std::uint64_t size, file->size());
  if (size != download.size) {
    call.services.open_files.drop(download.checksum);
    co_return internal_error("the blob of " + name_of(download) + " is damaged: it has " + std::to_string(size) +
                             " bytes instead of " + std::to_string(download.size));
  }
  co_return file;
}

Result<http::Response> send_crate(const Call& call, const CrateDownload& download,
                                  std::shared_ptr<const FileHandle> file, registry::EntitlementMeter* meter) {
  // Crate files never change: their checksum is a strong validator.
  const std::string etag = "\"" + download.checksum.hex() + "\"";
  const http::Request& request = call.request;

  http::Response response;
  response.fields.add("etag", etag);
  response.fields.add("cache-control", download.cache_control);
  response.fields.add("accept-ranges", "bytes");
  if (const auto wanted = request.field("if-none-match"); wanted && http::matches_etag(*wanted, etag)) {
    response.status = 304;
    return response;
  }
  http::ByteRange range{0, download.size};
  const auto asked = request.field("range");
  const auto only_if = request.field("if-range");
  if (asked && request.method == http::Method::get && (!only_if || *only_if == etag)) {
    const http::RangeAnswer answer = http::parse_range(*asked, download.size);
    if (answer.kind == http::RangeAnswer::Kind::unsatisfiable) {
      response.status = 416;
      response.fields.add("content-range", "bytes */" + std::to_string(download.size));
      return response;
    }
    if (answer.kind == http::RangeAnswer::Kind::part) {
      range = answer.range;
      response.status = 206;
      response.fields.add("content-range", "bytes " + std::to_string(range.offset) + "-" +
                                               std::to_string(range.offset + range.length - 1) + "/" +
                                               std::to_string(download.size));
    }
  }
  TRY(reserve(call, meter, range.length));
  count_download(call, download, range);
  response.fields.add("content-type", "application/gzip");
  response.body = http::FileBody{std::move(file), range.offset, range.length};
  return response;
}

}  // namespace entrepot::api
