#include "package_query/sort.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/encoding.h"
#include "base/nearest.h"
#include "cargo/scanner.h"

namespace entrepot::package_query {

struct SortRow {
  std::string_view name;
  std::string_view column;  ///< "" for what is the same for every package
  std::string_view help;
};

namespace {

constexpr auto kSorts = std::to_array<SortRow>({
    {"name", "p.name", "The crate's name."},
    {"format", "", "The package format, which is the same for all."},
    {"version", "p.sort_key", "The version, by SemVer precedence."},
    {"status", "p.status", "The state, by its word."},
    {"size", "p.size", "The file's size."},
    {"downloads", "p.downloads", "How often it was downloaded."},
    {"date", "p.uploaded_at", "When it was uploaded."},
});
constexpr std::string_view kNewestFirst = "-date";

std::string names() {
  std::string out;
  for (const SortRow& row : kSorts) out += fmt::format("{}{}", out.empty() ? "" : ", ", row.name);
  return out;
}

std::string suggestion(std::string_view name) {
  std::vector<std::string_view> words;
  for (const SortRow& row : kSorts) words.push_back(row.name);
  return did_you_mean(name, words);
}

}  // namespace

Result<Sort> parse_sort(std::string_view text) {
  if (trimmed(text).empty()) text = kNewestFirst;
  Sort sort;
  std::size_t place = 0;
  while (true) {
    const std::size_t end = std::min(text.find(',', place), text.size());
    std::string_view word = trimmed(text.substr(place, end - place));
    SortKey key;
    if (word.starts_with('-')) {
      key.direction = SortKey::Direction::descending;
      word.remove_prefix(1);
    }
    const std::string name = to_lower(word);
    const auto row = std::ranges::find(kSorts, name, &SortRow::name);
    const auto refuse = [&](const std::string& what) {
      return invalid(fmt::format("Column {} of the sort order: {}", place + 1, what));
    };
    if (row == kSorts.end()) {
      return refuse(fmt::format("there is no order {}.{} The orders are {}, and `-` before one turns it round.",
                                in_quotes(word), suggestion(name), names()));
    }
    key.row = &*row;
    if (std::ranges::find(sort, key.row, &SortKey::row) != sort.end())
      return refuse(fmt::format("'{}' stands twice.", name));
    sort.push_back(key);
    if (end == text.size()) return sort;
    place = end + 1;
  }
}

std::vector<OrderColumn> order_columns(const Sort& sort) {
  std::vector<OrderColumn> out;
  for (const SortKey& key : sort) {
    if (!key.row->column.empty()) out.push_back({key.row->column, key.direction});
  }
  out.push_back({"p.id", sort.empty() ? SortKey::Direction::ascending : sort.back().direction});
  return out;
}

std::string to_order_by(const Sort& sort) {
  std::string out;
  for (const auto& [column, direction] : order_columns(sort)) {
    out += fmt::format("{}{}{}", out.empty() ? "" : ", ", column,
                       direction == SortKey::Direction::descending ? " DESC" : "");
  }
  return out;
}

std::string sort_markdown() {
  std::string out = "| name | order |\n|---|---|\n";
  for (const SortRow& row : kSorts) out += fmt::format("| `{}` | {} |\n", row.name, row.help);
  return out;
}

}  // namespace entrepot::package_query
