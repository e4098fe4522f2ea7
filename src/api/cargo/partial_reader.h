#pragma once

#include <string>

#include "api/call.h"
#include "base/error.h"
#include "net/task.h"
#include "registry/index_entry.h"

namespace entrepot::api::cargo_routes {

/// Whether a query says what the caller's token reads.
bool is_partial_reader(const Call& call);
/// The entry as such a caller may see it, and as everybody else does. Never null inside the Result. What a query admits
/// is asked of the database each time, because it may depend on downloads and on the time.
net::Task<Result<registry::IndexEntryPointer>> load_entry(const Call& call, std::string index_key);

}  // namespace entrepot::api::cargo_routes
