#pragma once

#include <boost/json/fwd.hpp>

#include "api/json.h"
#include "base/clock.h"
#include "registry/entitlements.h"

namespace entrepot::api::management {

/// The limits that a body names; null takes one away. Mistakes are noted in `input`, field by field.
registry::LimitsPatch read_limits(JsonInput& input);

/// Limits and what was used of them. What is not counted, because nothing limits it, is null.
void add_limits(boost::json::object& to, const registry::EntitlementRecord& entitlement, Timestamp now);

}  // namespace entrepot::api::management
