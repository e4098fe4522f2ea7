#include "api/management/crate_calls.h"

#include <algorithm>
#include <utility>

#include "base/try.h"
#include "cargo/publish_rules.h"
#include "registry/registry.h"
#include "registry/repository.h"

namespace entrepot::api::management {

VersionName version_name(const Call& call) {
  return {.crate = std::string(call.parameter("crate")), .version = std::string(call.parameter("version"))};
}

Result<FoundVersion> find_version(const registry::RepositoryScope& scope, const VersionName& name) {
  TRY_ASSIGN(registry::CrateRow crate, registry::get_crate(scope, name.crate));
  TRY_ASSIGN(registry::CrateVersion version, registry::read_version(scope, crate, name.version));
  return FoundVersion{std::move(crate), std::move(version)};
}

net::Task<Result<FoundVersion>> load_version(const Call& call) {
  co_return co_await call.services.registry.database().read(
      [repository = call.repository, name = version_name(call)](store::Transaction& transaction) {
        return find_version({transaction, *repository}, name);
      });
}

std::string_view cache_control(const Call& call) {
  return call.repository->is_public() ? "public, no-cache" : "private, no-cache";
}

Result<registry::CrateFile> crate_file(const Call& call, const FoundVersion& found) {
  TRY_ASSIGN(const Checksum checksum, Checksum::parse(found.version.checksum));
  // The rules may have been tightened since it was published.
  PackageLimits limits = package_limits(*call.repository->publish_rules);
  constexpr PackageLimits kUsual{};
  limits.max_unpacked_bytes = std::max(limits.max_unpacked_bytes, kUsual.max_unpacked_bytes);
  limits.max_ratio = std::max(limits.max_ratio, kUsual.max_ratio);
  limits.max_entries = std::max(limits.max_entries, kUsual.max_entries);
  return registry::CrateFile{
      .checksum = checksum, .name = found.crate.name, .version = found.version.version, .limits = limits};
}

}  // namespace entrepot::api::management
