#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// The sparse file of one crate as it was right after the event `sequence`: the lines of today, with what happened
/// since undone. Empty when the crate had no version then. Equal to IndexEntry::body when nothing happened since. Costs
/// the crate's own versions and events, whatever else happened.
Result<std::string> read_index_body_at(store::Transaction& transaction, std::int64_t repository_id,
                                       std::string_view index_key, std::int64_t sequence);

}  // namespace entrepot::registry
