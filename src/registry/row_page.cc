#include "registry/row_page.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <span>
#include <utility>

namespace entrepot::registry {
namespace {

std::strong_ordering compare(const store::Row& one, const store::Row& other, std::size_t column) {
  // An integer column has no text and a text column no integer, so one of the two is equal.
  if (const auto order = one.integer(column) <=> other.integer(column); order != 0) return order;
  return one.text(column) <=> other.text(column);
}

/// Whether `one` stands before `other`.
struct Before {
  std::span<const RowKey> order;

  bool operator()(const store::Row& one, const store::Row& other) const {
    for (const RowKey& key : order) {
      const auto found = compare(one, other, key.column);
      if (found == 0) continue;
      return (found < 0) == (key.direction == package_query::SortKey::Direction::ascending);
    }
    return false;
  }
};

}  // namespace

RowPage::RowPage(std::vector<RowKey> order, std::size_t offset, std::size_t size)
    : order_(std::move(order)), offset_(offset), most_(offset + size) {}

void RowPage::add(const store::Row& row) {
  ++total_;
  const Before before{order_};
  if (kept_.size() < most_) {
    kept_.push_back(row);
    if (kept_.size() == most_) std::ranges::make_heap(kept_, before);
    return;
  }
  if (kept_.empty() || !before(row, kept_.front())) return;
  std::ranges::pop_heap(kept_, before);
  kept_.back() = row;
  std::ranges::push_heap(kept_, before);
}

std::vector<store::Row> RowPage::take() {
  std::ranges::sort(kept_, Before{order_});
  const auto first = kept_.begin() + static_cast<std::ptrdiff_t>(std::min(offset_, kept_.size()));
  return {std::make_move_iterator(first), std::make_move_iterator(kept_.end())};
}

}  // namespace entrepot::registry
