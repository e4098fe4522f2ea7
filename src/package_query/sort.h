#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace entrepot::package_query {

struct SortRow;

/// One key of an order.
struct SortKey {
  enum class Direction : std::uint8_t { ascending, descending };
  const SortRow* row = nullptr;  ///< lives as long as the program
  Direction direction = Direction::ascending;
};
using Sort = std::vector<SortKey>;

/// "name,-date": comma-separated names, `-` for descending; newest first when the text is empty. ErrorCode::invalid
/// names the column and the names that there are.
Result<Sort> parse_sort(std::string_view text);

/// A column of the relation of package_query/columns.h, and which way round it counts.
struct OrderColumn {
  std::string_view column;
  SortKey::Direction direction = SortKey::Direction::ascending;
};
/// What the order compares, one after the other; ends with the id, so that pages never overlap.
std::vector<OrderColumn> order_columns(const Sort& sort);
/// The same for ORDER BY.
std::string to_order_by(const Sort& sort);

/// The table of orders, for the reference page.
std::string sort_markdown();

}  // namespace entrepot::package_query
