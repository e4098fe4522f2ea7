#include "registry/blob_use.h"

#include <algorithm>

#include "base/try.h"

namespace entrepot::registry {

Result<BlobUse> blob_use(store::Transaction& transaction, const Checksum& checksum) {
  BlobUse use;
  TRY(transaction.each(
      "SELECT v.deleted_at, r.deleted_at FROM versions v JOIN crates c ON c.id = v.crate_id "
      "JOIN repositories r ON r.id = c.repository_id WHERE v.checksum = :a",
      {checksum.hex()}, [&use](const store::Row& row) -> Result<void> {
        const auto version_deleted = row.optional_integer(0);
        const auto repository_deleted = row.optional_integer(1);
        if (!version_deleted && !repository_deleted) {
          use.is_used = true;
          return {};
        }
        // Whichever was first took the blob's use away.
        const Timestamp ended =
            from_unix(std::min(version_deleted.value_or(INT64_MAX), repository_deleted.value_or(INT64_MAX)));
        use.released_at = std::max(use.released_at.value_or(ended), ended);
        return {};
      }));
  return use;
}

Timestamp begin_of_grace(Timestamp now, Seconds grace) {
  return now - grace + Seconds(1);
}

BlobFate fate_of(const blob::BlobInfo& blob, const BlobUse& use, Timestamp young) {
  if (use.is_used) return BlobFate::used;
  return std::max(blob.modified, use.released_at.value_or(blob.modified)) < young ? BlobFate::waste : BlobFate::young;
}

}  // namespace entrepot::registry
