#include "registry/crate_rights.h"

#include "base/try.h"
#include "registry/package_settings.h"
#include "registry/packages.h"

namespace entrepot::registry {
namespace {

/// A refusal is an answer here; that the database failed is not.
Result<bool> is_allowed(const Result<void>& decision) {
  if (decision) return true;
  switch (decision.error().code) {
    case ErrorCode::forbidden:
    case ErrorCode::not_found:
    case ErrorCode::unauthenticated:
      return false;
    default:
      return std::unexpected(decision.error());
  }
}

}  // namespace

Result<CrateRights> crate_rights(const RepositoryScope& scope, const auth::Principal& actor, const CrateRow& crate,
                                 std::span<const std::int64_t> uploaders, Timestamp now) {
  CrateRights out;
  TRY_ASSIGN(const bool owns, is_allowed(require_crate_owner(scope, actor, crate, now)));
  out.publish = out.yank = out.change_owners = owns;
  const PackageSettings settings = package_settings(scope.repository().settings);
  const ActionSetting tag{.least = auth::Privilege::write, .own = true};
  const ActionSetting quarantine{.least = auth::Privilege::admin, .own = false};
  for (const std::int64_t uploader : uploaders) {
    const PackageInfo package{.crate_id = crate.id, .crate = crate.name, .uploader_id = uploader};
    const auto add = [&](const ActionSetting& setting, bool& to) -> Result<void> {
      TRY_ASSIGN(const bool may, is_allowed(require_action(scope.repository(), actor, setting, package, now)));
      to = to || may;
      return {};
    };
    TRY(add(settings.remove, out.remove));
    TRY(add(settings.copy, out.copy));
    TRY(add(settings.move, out.move));
    TRY(add(tag, out.tag));
    TRY(add(quarantine, out.quarantine));
    TRY(add(settings.resync, out.resync));
  }
  return out;
}

}  // namespace entrepot::registry
