#pragma once

#include <optional>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// What the database says of a blob.
struct BlobUse {
  bool is_used = false;                    ///< a living version in a living repository names it
  std::optional<Timestamp> released_at{};  ///< when the last of the deleted ones that name it was deleted
};

/// Tombstones keep no bytes, but their blob is known.
Result<BlobUse> blob_use(store::Transaction& transaction, const Checksum& checksum);

}  // namespace entrepot::registry
