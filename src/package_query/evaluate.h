#pragma once

#include "base/clock.h"
#include "package_query/query.h"
#include "package_query/record.h"

namespace entrepot::package_query {

/// Whether the package is one that the query asks for: the same answer as `to_condition` gives over the record's rows,
/// for where there is no SQL (an entitlement's view of an index, a webhook). Pure; walks the query for each record.
bool matches(const QueryNode& query, const PackageRecord& record, Timestamp now);

}  // namespace entrepot::package_query
