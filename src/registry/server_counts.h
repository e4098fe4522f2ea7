#pragma once

#include <cstdint>

#include "store/transaction.h"

namespace entrepot::registry {

/// How much there is on this server. The last three are sums that the repositories keep of what is in them: a blob that
/// several versions share counts for each.
struct ServerCounts {
  std::int64_t users = 0;
  std::int64_t organisations = 0;
  std::int64_t repositories = 0;
  std::int64_t crates = 0;
  std::int64_t versions = 0;
  std::int64_t bytes = 0;
};

/// Reads users, organisations and repositories, but nothing that is in them.
Result<ServerCounts> server_counts(store::Transaction& transaction);

}  // namespace entrepot::registry
