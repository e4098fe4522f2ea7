#include "registry/server_counts.h"

#include "base/try.h"

namespace entrepot::registry {

Result<ServerCounts> server_counts(store::Transaction& transaction) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(
                 "SELECT (SELECT COUNT(*) FROM users), (SELECT COUNT(*) FROM namespaces WHERE kind = 'organisation'), "
                 "COUNT(*), COALESCE(SUM(crate_count), 0), COALESCE(SUM(version_count), 0), "
                 "COALESCE(SUM(byte_count), 0) FROM repositories WHERE deleted_at IS NULL"));
  if (!row) return internal_error("the server could not be counted");
  return ServerCounts{.users = row->integer(0),
                      .organisations = row->integer(1),
                      .repositories = row->integer(2),
                      .crates = row->integer(3),
                      .versions = row->integer(4),
                      .bytes = row->integer(5)};
}

}  // namespace entrepot::registry
