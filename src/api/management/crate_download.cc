#include "api/crate_download.h"

#include <string>
#include <utility>

#include "api/management/crate_calls.h"
#include "api/management/handlers.h"
#include "base/try.h"

namespace entrepot::api::management {

/// For people: a browser shows its session here, and not where cargo downloads.
Answer download_version(const Call& call) {
  CO_TRY_ASSIGN(const FoundVersion found, co_await load_version(call));
  const std::string& crate = found.crate.name;
  const std::string& version = found.version.version;
  if (found.version.is_quarantined) co_return is_quarantined(crate, version);
  CO_TRY_ASSIGN(const registry::CrateFile file, crate_file(call, found));
  const CrateDownload download{.crate = crate,
                               .version = version,
                               .crate_id = found.crate.id,
                               .version_id = found.version.id,
                               .checksum = file.checksum,
                               .size = static_cast<std::uint64_t>(found.version.size),
                               .cache_control = cache_control(call)};
  CO_TRY_ASSIGN(std::shared_ptr<const FileHandle> bytes, co_await open_crate(call, download));
  CO_TRY_ASSIGN(http::Response response, send_crate(call, download, std::move(bytes), nullptr));
  // Of letters, digits and -_.+ only, by the rules of names and versions.
  response.fields.add("content-disposition", "attachment; filename=\"" + crate + "-" + version + ".crate\"");
  co_return response;
}

}  // namespace entrepot::api::management
