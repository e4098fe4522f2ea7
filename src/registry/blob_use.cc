#include "registry/blob_use.h"

#include <algorithm>

#include "base/try.h"

namespace entrepot::registry {

Result<BlobUse> blob_use(store::Transaction& transaction, const Checksum& checksum, Timestamp now) {
  BlobUse use;
  TRY(transaction.each(
      "SELECT v.deleted_at, r.deleted_at, v.purged_at FROM versions v JOIN crates c ON c.id = v.crate_id "
      "JOIN repositories r ON r.id = c.repository_id WHERE v.checksum = :a",
      {checksum.hex()}, [&use, now](const store::Row& row) -> Result<void> {
        const auto version_deleted = row.optional_integer(0);
        const auto repository_deleted = row.optional_integer(1);
        const bool is_restorable = version_deleted && row.is_null(2) && from_unix(*version_deleted) + kRestorable > now;
        if ((!version_deleted || is_restorable) && !repository_deleted) {
          use.is_used = true;
          return {};
        }
        // Whichever was first took the blob's use away.
        const Timestamp ended =
            from_unix(std::min(version_deleted.value_or(INT64_MAX), repository_deleted.value_or(INT64_MAX)));
        use.released_at = std::max(use.released_at.value_or(ended), ended);
        return {};
      }));
  TRY_ASSIGN(const auto part,
             transaction.query_one("SELECT p.number FROM upload_parts p JOIN uploads u ON u.id = p.upload_id "
                                   "WHERE p.checksum = :a AND u.expires_at > :b",
                                   {checksum.hex(), to_unix(now)}));
  if (part) use.is_used = true;
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
