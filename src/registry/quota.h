#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "auth/principal.h"
#include "base/clock.h"
#include "base/error.h"
#include "registry/organisations.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// What a namespace used in one month (UTC), in bytes. There are no limits to any of it.
struct QuotaMonth {
  Timestamp start{};
  Timestamp end{};  ///< the first moment after
  std::int64_t downloaded = 0;
  std::int64_t uploaded = 0;   ///< copies bring no bytes
  std::int64_t stored = 0;     ///< at the end of the month, or now: each blob once
  std::int64_t peak = 0;       ///< the most that was stored at a time
  std::int64_t undivided = 0;  ///< stored, if nothing shared its blob
};

/// A namespace for those who may see what it uses: its user, the organisation's members but its Collaborators, and
/// server admins; with a key that is not restricted to some repositories. For others it is `not_found`.
Result<NamespaceRecord> find_measured_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                                std::string_view slug, Timestamp now);
/// The present month and up to twelve before it, the present one first; none from before the namespace was made.
/// Deleted versions count up to their deletion. Reads every version of the namespace.
Result<std::vector<QuotaMonth>> quota_history(store::Transaction& transaction, const NamespaceRecord& owner,
                                              Timestamp now);

}  // namespace entrepot::registry
