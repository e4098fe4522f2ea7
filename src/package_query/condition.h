#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "package_query/query.h"
#include "store/transaction.h"

namespace entrepot::package_query {

/// A condition over the relation of package_query/columns.h, with its values bound: nothing that a user wrote stands in
/// `sql`.
struct Condition {
  std::string sql{};
  std::vector<store::Value> values{};  ///< to be appended to the statement's values before them
};

/// `parameters_before`: how many values the statement has before these; the condition's parameters go on from there.
/// Pure. The condition is true or false for every row, never NULL.
Condition to_condition(const QueryNode& query, Timestamp now, std::size_t parameters_before = 0);

/// ":a" for 0, ":z" for 25, ":aa" for 26: how Transaction names its values.
std::string parameter_name(std::size_t index);

}  // namespace entrepot::package_query
