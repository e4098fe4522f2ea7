#pragma once

#include <string>
#include <string_view>

#include "blob/blob_store.h"
#include "registry/event_log.h"
#include "registry/packages.h"
#include "registry/repository.h"

namespace entrepot::registry {

enum class CopyMode : std::uint8_t { copy, move };

struct CopyRequest {
  std::string identifier{};   ///< slug or slug_perm
  std::string destination{};  ///< slug of a repository in the same namespace
  CopyMode mode = CopyMode::copy;
  bool republish = false;  ///< the same number may be there
};

/// A package appears in another repository of the same namespace, through the checks of a publish there; no bytes are
/// copied. Dependencies on the repository itself become dependencies on the other one, as a promotion wants it. Plain
/// and immutable tags go along; what is in quarantine does not. Gives the package there.
struct CopiedPackage {
  RepositoryPointer repository;
  PackageInfo package;
};
Result<CopiedPackage> copy_package(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                                   std::string_view public_url, const CopyRequest& request);

}  // namespace entrepot::registry
