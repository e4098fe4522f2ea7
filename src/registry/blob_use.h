#pragma once

#include <cstdint>
#include <optional>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/error.h"
#include "blob/blob_store.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// What the database says of a blob.
struct BlobUse {
  bool is_used =
      false;  ///< a version in a living repository names it that lives, or may still be restored; or an upload
  std::optional<Timestamp> released_at{};  ///< when the last of the deleted ones that name it was deleted
};

/// How long a deleted version can be restored.
inline constexpr Seconds kRestorable = std::chrono::hours(7 * 24);

/// Tombstones that can no longer be restored keep no bytes, but their blob is known.
Result<BlobUse> blob_use(store::Transaction& transaction, const Checksum& checksum, Timestamp now);

/// What gc does with a blob, and verify says of it.
enum class BlobFate : std::uint8_t {
  used,   ///< kept
  young,  ///< an orphan inside the grace: it may belong to a running publish, or have been deleted by mistake
  waste,  ///< an orphan for gc to remove
};

/// What was last written or released at this time or later is young. Times are whole seconds: without a grace, now is
/// not young.
Timestamp begin_of_grace(Timestamp now, Seconds grace);
/// The grace runs from the deletion too: whoever deleted the wrong thing has the bytes for as long.
BlobFate fate_of(const blob::BlobInfo& blob, const BlobUse& use, Timestamp young);

}  // namespace entrepot::registry
