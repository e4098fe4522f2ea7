#include "registry/repository_actions.h"

#include <algorithm>

#include "registry/access.h"
#include "registry/package_settings.h"

namespace entrepot::registry {

RepositoryActions actions_in(const RepositoryRecord& repository, const auth::Principal& actor, Timestamp now) {
  const PackageSettings settings = package_settings(repository.settings);
  const auth::Privilege privilege = auth::privilege_on(actor, repository.facts(), now);
  // As require_action has it: packages are changed by users only, and not by keys that only read.
  const bool changes = actor.is_user() && actor.scope != auth::Scope::read;
  const auto may = [&](const ActionSetting& setting) {
    const auth::Privilege least = setting.own ? std::min(setting.least, auth::Privilege::write) : setting.least;
    return changes && privilege >= least;
  };
  const bool writes = changes && privilege >= auth::Privilege::write;
  return {
      .publish = writes,
      .yank = writes,
      .remove = may(settings.remove),
      .copy = may(settings.copy),
      .move = may(settings.move),
      .tag = writes,
      .quarantine = may({.least = auth::Privilege::admin, .own = false}),
      .resync = may(settings.resync),
      .manage_entitlements = require_own_privilege(actor, repository, settings.manage_entitlements, now).has_value(),
      .view_statistics = privilege >= settings.view_statistics,
      .administer = actor.is_user() && privilege >= auth::Privilege::admin};
}

}  // namespace entrepot::registry
