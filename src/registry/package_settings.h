#pragma once

#include <string_view>

#include "auth/principal.h"

namespace entrepot::registry {

/// The least privilege that an action on a package needs, and whether whoever uploaded it needs no more than Write.
struct ActionSetting {
  auth::Privilege least = auth::Privilege::admin;
  bool own = true;
};

/// What a repository's settings say about its packages and tokens; the names are the management API's. A value.
struct PackageSettings {
  ActionSetting copy{auth::Privilege::read, true};
  ActionSetting move{auth::Privilege::admin, true};
  ActionSetting remove{auth::Privilege::admin, true};
  ActionSetting resync{auth::Privilege::admin, true};
  auth::Privilege replace = auth::Privilege::write;
  auth::Privilege view_statistics = auth::Privilege::read;
  auth::Privilege manage_entitlements = auth::Privilege::admin;
  bool replace_by_default = false;
  bool tag_prereleases_as_latest = false;
  bool use_default_cargo_upstream = true;  ///< a dependency without a registry, in an uploaded file, is from crates.io
};

/// `settings` is RepositoryRecord::settings; what it does not say, or says in a wrong type, keeps its default.
PackageSettings package_settings(std::string_view settings);

}  // namespace entrepot::registry
