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
#include "registry/package_rows.h"
#include "registry/row_page.h"

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

/// `FROM … WHERE …`, and the values.
struct Statement {
  std::string sql;
  std::vector<store::Value> values;

  std::string add(std::size_t value) {
    values.emplace_back(static_cast<std::int64_t>(value));
    return package_query::parameter_name(values.size() - 1);
  }
};

Statement admitted(const RepositoryScope& scope, const package_query::QueryNode& query, std::string_view select,
                   Timestamp now) {
  Statement out{.sql = std::string(select) + " FROM listed_crates p WHERE p.repository_id = :a",
                .values = {scope.id()}};
  if (query.kind == package_query::QueryNode::Kind::everything) return out;
  package_query::Condition condition = package_query::to_condition(query, now, out.values.size());
  out.sql += " AND " + condition.sql;
  out.values.insert(out.values.end(), condition.values.begin(), condition.values.end());
  return out;
}

struct NamePage {
  std::vector<std::string> names;  ///< as in listed_crates
  std::size_t total = 0;
};

std::size_t first_of(const CrateListing& listing) {
  return (listing.page - 1) * listing.page_size;
}

/// Sorted by the database: by an index where there is no query. A '+' keeps it from walking an index where there is
/// one, because it would fetch every row from another place.
Result<NamePage> page_in_database(const RepositoryScope& scope, const package_query::QueryNode& query,
                                  const CrateOrder& order, const CrateListing& listing, Timestamp now) {
  const bool is_everything = query.kind == package_query::QueryNode::Kind::everything;
  Statement page = admitted(scope, query, "SELECT p.name", now);
  page.sql += " ORDER BY ";
  if (!order.is_by_name()) {
    page.sql.append(is_everything ? "" : "+").append(order.column).append(word_of(order.direction)).append(", ");
  }
  page.sql.append("p.name").append(word_of(order.is_by_name() ? order.direction : order.of_names()));
  page.sql += " LIMIT " + page.add(listing.page_size);
  page.sql += " OFFSET " + page.add(first_of(listing));
  NamePage out;
  TRY_ASSIGN(const auto rows, scope.transaction().query(page.sql, page.values));
  for (const store::Row& row : rows) out.names.push_back(row.text(0));

  Statement all = admitted(scope, query, "SELECT COUNT(*)", now);
  if (is_everything) all = {.sql = "SELECT crate_count FROM repositories WHERE id = :a", .values = {scope.id()}};
  TRY_ASSIGN(const auto total, scope.transaction().query_one(all.sql, all.values));
  out.total = static_cast<std::size_t>(total ? total->integer(0) : 0);
  return out;
}

/// One look at each row, in the order in which they lie.
Result<NamePage> page_of_one_walk(const RepositoryScope& scope, const package_query::QueryNode& query,
                                  const CrateOrder& order, const CrateListing& listing, Timestamp now) {
  std::string select = "SELECT p.name";
  std::vector<RowKey> keys;
  if (order.is_by_name()) {
    keys.push_back({.column = 0, .direction = order.direction});
  } else {
    select.append(", ").append(order.column);
    keys = {{.column = 1, .direction = order.direction}, {.column = 0, .direction = order.of_names()}};
  }
  const Statement all = admitted(scope, query, select, now);
  RowPage page(std::move(keys), first_of(listing), listing.page_size);
  TRY(scope.transaction().each(all.sql, all.values, [&page](const store::Row& row) -> Result<void> {
    page.add(row);
    return {};
  }));
  NamePage out{.names = {}, .total = page.total()};
  for (const store::Row& row : page.take()) out.names.push_back(row.text(0));
  return out;
}

constexpr std::size_t kDeepPage = 10'000;

Result<CrateSummary> read_summary(const RepositoryScope& scope, const std::string& name) {
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 "SELECT c.name, c.max_version, v.metadata, l.version_count, l.crate_downloads, l.byte_count, "
                 "l.updated_at, l.is_yanked FROM listed_crates l JOIN crates c ON c.id = l.crate_id "
                 "JOIN versions v ON v.id = l.id WHERE l.repository_id = :a AND l.name = :b",
                 {scope.id(), name}));
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

}  // namespace

bool CrateListing::is_walk() const {
  return !trimmed(query).empty();
}

Result<CratePage> list_crates(const RepositoryScope& scope, const CrateListing& listing, Timestamp now) {
  TRY_ASSIGN(const CrateOrder order, parse_order(listing.sort));
  TRY_ASSIGN(const package_query::QueryNode query, package_query::parse_query(listing.query));
  const bool is_everything = query.kind == package_query::QueryNode::Kind::everything;
  const bool is_deep = first_of(listing) + listing.page_size > kDeepPage;
  TRY_ASSIGN(const NamePage page,
             (is_everything || is_deep ? page_in_database : page_of_one_walk)(scope, query, order, listing, now));
  CratePage out{.crates = {}, .total = page.total};
  for (const std::string& name : page.names) {
    TRY_ASSIGN(out.crates.emplace_back(), read_summary(scope, name));
  }
  return out;
}

}  // namespace entrepot::registry
