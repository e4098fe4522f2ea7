#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/checksum.h"
#include "base/digests.h"
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
  Digests digests{};
  std::uint64_t size = 0;
  std::vector<std::string> tags{};  ///< checked
  bool replaces = false;            ///< may come in the place of the same number
};

/// The transaction of a publish: rules 36 to 40 once more, crate, owner, version, event. Gives the version's number in
/// the database.
Result<std::int64_t> write_version(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                                   const CheckedVersion& version);

}  // namespace entrepot::registry
