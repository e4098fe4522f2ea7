#include "registry/crate_list.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "package_query/condition.h"
#include "package_query/query.h"
#include "package_query/sort.h"
#include "registry/package_rows.h"

namespace entrepot::registry {
namespace {

using Direction = package_query::SortKey::Direction;

struct SortRow {
  std::string_view word;
  std::string_view column;
};
constexpr auto kSorts = std::to_array<SortRow>({{"name", "p.name"},
                                                {"downloads", "p.crate_downloads"},
                                                {"updated_at", "p.updated_at"},
                                                {"versions", "p.version_count"},
                                                {"size", "p.byte_count"}});

/// Crates that are equal come by name when the order descends, and the other way round when it ascends: so an index
/// that descends serves both.
struct CrateOrder {
  std::string_view column;
  Direction direction = Direction::descending;

  bool is_by_name() const { return column == kSorts[0].column; }
  Direction of_names() const {
    return direction == Direction::descending ? Direction::ascending : Direction::descending;
  }
};

std::string_view word_of(Direction direction) {
  return direction == Direction::descending ? " DESC" : "";
}

Result<CrateOrder> parse_order(std::string_view sort) {
  if (trimmed(sort).empty()) sort = "-updated_at";
  std::string_view word = trimmed(sort);
  const bool descends = word.starts_with('-');
  if (descends) word.remove_prefix(1);
  const auto* const row = std::ranges::find(kSorts, word, &SortRow::word);
  if (row == kSorts.end()) {
    return invalid(
        "Crates are sorted by name, downloads, updated_at, versions or size, with '-' before it to descend.");
  }
  return CrateOrder{row->column, descends ? Direction::descending : Direction::ascending};
}

std::size_t first_of(const CrateListing& listing) {
  return (listing.page - 1) * listing.page_size;
}

/// Of the crates l that `where` holds for, the only one.
Result<CrateSummary> read_summary(const RepositoryScope& scope, std::string_view where,
                                  std::vector<store::Value> values) {
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 "SELECT c.name, c.max_version, v.metadata, l.version_count, l.crate_downloads, l.byte_count, "
                 "l.updated_at, l.is_yanked FROM listed_crates l JOIN crates c ON c.id = l.crate_id "
                 "JOIN versions v ON v.id = l.id WHERE " +
                     std::string(where),
                 std::move(values)));
  if (!row) return internal_error("a crate that a list named is gone");
  CrateSummary out{.name = row->text(0),
                   .description = {},
                   .keywords = {},
                   .newest_version = row->text(1),
                   .versions = row->integer(3),
                   .downloads = row->integer(4),
                   .size = row->integer(5),
                   .updated_at = from_unix(row->integer(6)),
                   .is_yanked = row->boolean(7)};
  TRY_ASSIGN(const CrateName crate, CrateName::parse(out.name));
  TRY_ASSIGN(const Version version, Version::parse(out.newest_version));
  PublishMetadata metadata = metadata_from_json(row->text(2), crate, version);
  out.description = metadata.description.value_or("");
  out.keywords = std::move(metadata.keywords);
  return out;
}

/// All crates: an index has the order, and their number is known.
Result<CratePage> page_by_index(const RepositoryScope& scope, const CrateOrder& order, const CrateListing& listing) {
  std::string sql = "SELECT p.name FROM listed_crates p WHERE p.repository_id = :a ORDER BY ";
  if (!order.is_by_name()) sql.append(order.column).append(word_of(order.direction)).append(", ");
  sql.append("p.name").append(word_of(order.is_by_name() ? order.direction : order.of_names()));
  TRY_ASSIGN(const auto rows, scope.transaction().query(sql + " LIMIT :b OFFSET :c",
                                                        {scope.id(), static_cast<std::int64_t>(listing.page_size),
                                                         static_cast<std::int64_t>(first_of(listing))}));
  TRY_ASSIGN(const auto total,
             scope.transaction().query_one("SELECT crate_count FROM repositories WHERE id = :a", {scope.id()}));
  CratePage out{.crates = {}, .total = static_cast<std::size_t>(total ? total->integer(0) : 0)};
  for (const store::Row& row : rows) {
    TRY_ASSIGN(out.crates.emplace_back(),
               read_summary(scope, "l.repository_id = :a AND l.name = :b", {scope.id(), row.text(0)}));
  }
  return out;
}

/// A crate that the query admits: so little that all of them fit into memory, for pages as deep as one likes.
struct Match {
  std::int64_t key = 0;  ///< what the order compares; 0 in the order of names
  std::int64_t crate_id = 0;
  std::size_t place = 0;  ///< in the order of names
};

/// One look at each crate, in the order in which they lie, which is that of names.
Result<std::vector<Match>> find_matches(const RepositoryScope& scope, const package_query::QueryNode& query,
                                        const CrateOrder& order, Timestamp now) {
  const package_query::Condition condition = package_query::to_condition(query, now, 1);
  std::vector<store::Value> values{scope.id()};
  values.insert(values.end(), condition.values.begin(), condition.values.end());
  std::string sql = "SELECT p.crate_id, ";
  sql.append(order.is_by_name() ? "0" : order.column);
  sql += " FROM listed_crates p WHERE p.repository_id = :a AND " + condition.sql + " ORDER BY p.name";
  TRY_ASSIGN(const std::vector<std::int64_t> found, scope.transaction().integers(sql, std::move(values)));
  std::vector<Match> out;
  out.reserve(found.size() / 2);
  for (std::size_t at = 0; at < found.size(); at += 2) {
    out.push_back({.key = found[at + 1], .crate_id = found[at], .place = out.size()});
  }
  return out;
}

Result<CratePage> page_of_matches(const RepositoryScope& scope, std::vector<Match> matches, const CrateOrder& order,
                                  const CrateListing& listing) {
  const bool descends = order.direction == Direction::descending;
  const bool names_descend = order.is_by_name() ? descends : !descends;
  const auto is_before = [descends, names_descend](const Match& one, const Match& other) {
    if (one.key != other.key) return descends ? one.key > other.key : one.key < other.key;
    return names_descend ? one.place > other.place : one.place < other.place;
  };
  const std::size_t first = std::min(first_of(listing), matches.size());
  const std::size_t end = std::min(first + listing.page_size, matches.size());
  const auto begin_of_page = matches.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end_of_page = matches.begin() + static_cast<std::ptrdiff_t>(end);
  std::ranges::nth_element(matches.begin(), begin_of_page, matches.end(), is_before);
  std::ranges::partial_sort(begin_of_page, end_of_page, matches.end(), is_before);
  CratePage out{.crates = {}, .total = matches.size()};
  for (std::size_t at = first; at < end; ++at) {
    TRY_ASSIGN(out.crates.emplace_back(), read_summary(scope, "l.crate_id = :a", {matches[at].crate_id}));
  }
  return out;
}

}  // namespace

bool CrateListing::is_walk() const {
  return !trimmed(query).empty();
}

Result<CratePage> list_crates(const RepositoryScope& scope, const CrateListing& listing, Timestamp now) {
  TRY_ASSIGN(const CrateOrder order, parse_order(listing.sort));
  TRY_ASSIGN(const package_query::QueryNode query, package_query::parse_query(listing.query));
  if (query.kind == package_query::QueryNode::Kind::everything) return page_by_index(scope, order, listing);
  TRY_ASSIGN(std::vector<Match> matches, find_matches(scope, query, order, now));
  return page_of_matches(scope, std::move(matches), order, listing);
}

}  // namespace entrepot::registry
