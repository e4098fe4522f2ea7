#pragma once

#include <cstddef>
#include <vector>

#include "package_query/sort.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// A column of a row, and which way round it counts in an order.
struct RowKey {
  std::size_t column = 0;
  package_query::SortKey::Direction direction = package_query::SortKey::Direction::ascending;
};

/// Keeps one page out of all rows that pass by, in whatever order they come, and counts them: a database that walks the
/// rows in the page's order by an index fetches each row from another place, and one that only counts them walks them
/// twice. Keeps `offset + size` rows at most; whoever asks for deep pages sorts in the database. One thread.
class RowPage {
 public:
  /// `order` ends with a column that differs in all rows, so that pages never overlap.
  RowPage(std::vector<RowKey> order, std::size_t offset, std::size_t size);

  void add(const store::Row& row);
  std::size_t total() const { return total_; }
  /// The page in its order. Once.
  std::vector<store::Row> take();

 private:
  std::vector<RowKey> order_;
  std::size_t offset_;
  std::size_t most_;
  std::size_t total_ = 0;
  std::vector<store::Row> kept_;  // a heap, the last of the order on top, once it is full
};

}  // namespace entrepot::registry
