#pragma once

#include "base/checksum.h"
#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// Whether a living version in a living repository names the blob. Tombstones keep no bytes.
Result<bool> is_blob_used(store::Transaction& transaction, const Checksum& checksum);

}  // namespace entrepot::registry
