#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "net/task.h"
#include "registry/crate_contents.h"
#include "registry/crate_details.h"
#include "registry/scope.h"

/// What the routes below /v1/crates/ have in common.
namespace entrepot::api::management {

/// A version as a path names it.
struct VersionName {
  std::string crate;
  std::string version;
};
VersionName version_name(const Call& call);

struct FoundVersion {
  registry::CrateRow crate;
  registry::CrateVersion version;
};
Result<FoundVersion> find_version(const registry::RepositoryScope& scope, const VersionName& name);

/// The same of the version in the path, in a read of its own.
net::Task<Result<FoundVersion>> load_version(const Call& call);

/// Of its bytes. Asked for again each time: a version may be replaced, deleted or put into quarantine, `latest` moves,
/// and who signs out or loses a right must not go on reading from the browser's cache. Most answers are then 304.
std::string_view cache_control(const Call& call);

/// Where its bytes are.
Result<registry::CrateFile> crate_file(const Call& call, const FoundVersion& found);

}  // namespace entrepot::api::management
