#pragma once

#include <string>

namespace entrepot::package_query {

/// docs/search.md, whole: made from the tables of fields and orders.
std::string search_markdown();

}  // namespace entrepot::package_query
