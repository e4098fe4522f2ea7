#include <memory>
#include <string>
#include <utility>

#include "api/cargo/crate_file_name.h"
#include "api/cargo/handlers.h"
#include "api/cargo/partial_reader.h"
#include "api/crate_download.h"
#include "api/urls.h"
#include "base/encoding.h"
#include "base/try.h"
#include "blob/open_file_cache.h"
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

/// Caches may keep them for good.
CrateDownload download_of(const Call& call, const Found& found) {
  return {.crate = found.entry->name,
          .version = found.version->version,
          .crate_id = found.entry->crate_id,
          .version_id = found.version->id,
          .checksum = found.version->checksum,
          .size = found.version->size,
          .cache_control =
              is_shareable(call) ? "public, max-age=31536000, immutable" : "private, max-age=31536000, immutable"};
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
    Result<http::Response> response = send_crate(call, download_of(call, *found), std::move(file), meter.get());
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
    if (found->version->is_quarantined) co_return is_quarantined(found->entry->name, found->version->version);
    const CrateDownload download = download_of(call, *found);
    CO_TRY_ASSIGN(std::shared_ptr<const FileHandle> file, co_await open_crate(call, download));
    co_return send_crate(call, download, std::move(file), meter.get());
  }
  if (is_partial_reader(call)) co_return not_admitted(call.parameters[kRestParameter]);
  co_return no_such_file();
}

}  // namespace entrepot::api::cargo_routes
