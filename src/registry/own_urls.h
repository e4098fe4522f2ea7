#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/dependency.h"
#include "cargo/registry_url.h"
#include "registry/repository.h"

namespace entrepot::registry {

/// What a URL of this server's indexes says: https://host/base/{access}/{namespace}/{repository}/cargo/[index.git].
struct OwnIndex {
  std::string access;
  std::string namespace_slug;
  std::string repository_slug;
};

/// Nothing for a URL of somebody else's. `public_url` as Registry::public_url gives it.
std::optional<OwnIndex> parse_own_index(const RegistryUrl& url, std::string_view public_url);

/// Whether a URL is one of the ways to reach this repository: by any access segment, sparse or git.
IsOwnRegistry is_alias_of(RepositoryPointer repository, std::string public_url);

/// Another repository of this server that a dependency names, and how.
struct SisterDependency {
  std::size_t index;  ///< in the list of dependencies
  OwnIndex target;
};
/// The dependencies whose registry is another repository of this server reached through a token, which must not stand
/// in the index. An unreadable URL is an error.
Result<std::vector<SisterDependency>> sister_dependencies(const std::vector<Dependency>& dependencies,
                                                          const RepositoryRecord& repository,
                                                          std::string_view public_url);
/// "sparse+https://host/base/basic/namespace/repository/cargo/".
std::string sparse_index_url(std::string_view public_url, std::string_view access, const OwnIndex& target);

}  // namespace entrepot::registry
