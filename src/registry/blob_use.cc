#include "registry/blob_use.h"

#include "base/try.h"

namespace entrepot::registry {

Result<bool> is_blob_used(store::Transaction& transaction, const Checksum& checksum) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT v.id FROM versions v JOIN crates c ON c.id = v.crate_id "
                                   "JOIN repositories r ON r.id = c.repository_id WHERE v.checksum = :a "
                                   "AND v.deleted_at IS NULL AND r.deleted_at IS NULL LIMIT 1",
                                   {checksum.hex()}));
  return row.has_value();
}

}  // namespace entrepot::registry
