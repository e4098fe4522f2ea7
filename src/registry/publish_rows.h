#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/checksum.h"
#include "blob/blob_store.h"
#include "cargo/publish_metadata.h"
#include "registry/event_log.h"
#include "registry/repository.h"

namespace entrepot::registry {

/// A version whose bytes are durable, ready for its transaction.
struct CheckedVersion {
  PublishMetadata metadata;
  std::vector<Dependency> dependencies;  ///< normalised, as the index says them
  Checksum checksum;
  std::uint64_t size = 0;
};

/// The transaction of a publish: rules 36 to 40 once more, crate, owner, version, event.
Result<void> write_version(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                           const CheckedVersion& version);

}  // namespace entrepot::registry
