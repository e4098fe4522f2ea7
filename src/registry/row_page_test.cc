#include "registry/row_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace entrepot::registry {
namespace {

using enum package_query::SortKey::Direction;

/// Rows of a word, a number and their own number: few different words and numbers, so that many are alike.
std::vector<store::Row> random_rows(std::mt19937& random, std::size_t count) {
  std::vector<store::Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.emplace_back(std::vector<store::Value>{std::string(1, static_cast<char>('a' + random() % 4)),
                                                static_cast<std::int64_t>(random() % 5), static_cast<std::int64_t>(i)});
  }
  std::ranges::shuffle(rows, random);
  return rows;
}

std::vector<std::int64_t> ids(const std::vector<store::Row>& rows) {
  std::vector<std::int64_t> out;
  for (const store::Row& row : rows) out.push_back(row.integer(2));
  return out;
}

TEST(RowPage, is_the_part_of_the_sorted_rows_that_it_names) {
  std::mt19937 random(20261122);
  for (int round = 0; round < 200; ++round) {
    const auto rows = random_rows(random, random() % 60);
    auto sorted = rows;
    std::ranges::sort(sorted, [](const store::Row& one, const store::Row& other) {
      if (one.text(0) != other.text(0)) return one.text(0) < other.text(0);
      if (one.integer(1) != other.integer(1)) return one.integer(1) > other.integer(1);
      return one.integer(2) < other.integer(2);
    });
    const std::size_t offset = random() % 40;
    const std::size_t size = 1 + random() % 10;
    RowPage page({{.column = 0}, {.column = 1, .direction = descending}, {.column = 2}}, offset, size);
    for (const store::Row& row : rows) page.add(row);
    EXPECT_EQ(page.total(), rows.size());
    const auto all = ids(sorted);
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(std::min(offset, all.size()));
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(offset + size, all.size()));
    EXPECT_EQ(ids(page.take()), std::vector<std::int64_t>(first, end)) << "offset " << offset << " size " << size;
  }
}

}  // namespace
}  // namespace entrepot::registry
