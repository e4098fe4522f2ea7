#include "registry/package_lists.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

#include "base/try.h"
#include "package_query/condition.h"
#include "package_query/query.h"
#include "package_query/sort.h"
#include "registry/row_page.h"

namespace entrepot::registry {
namespace {

/// A statement over the packages of a repository that a query admits: `FROM … WHERE …` after `select`.
struct Statement {
  std::string sql;
  std::vector<store::Value> values;

  std::string add(std::int64_t value) {
    values.emplace_back(value);
    return package_query::parameter_name(values.size() - 1);
  }
};

Statement admitted(const RepositoryScope& scope, const package_query::QueryNode& query, std::string_view select,
                   Timestamp now) {
  Statement out{.sql = std::string(select) + " FROM packages p WHERE p.repository_id = :a AND ",
                .values = {scope.id()}};
  package_query::Condition condition = package_query::to_condition(query, now, out.values.size());
  out.sql += condition.sql;
  out.values.insert(out.values.end(), condition.values.begin(), condition.values.end());
  return out;
}

std::size_t first_of(const PackageListing& listing) {
  return (listing.page - 1) * listing.page_size;
}

void add_page(Statement& statement, const PackageListing& listing) {
  statement.sql += " LIMIT " + statement.add(static_cast<std::int64_t>(listing.page_size));
  statement.sql += " OFFSET " + statement.add(static_cast<std::int64_t>(first_of(listing)));
}

/// The ids on a page, and how many there are on all.
struct IdPage {
  std::vector<std::int64_t> ids;
  std::size_t total = 0;
};

/// The database sorts: right where an index has the order, and for deep pages, which would fill our memory.
Result<IdPage> page_in_database(const RepositoryScope& scope, const package_query::QueryNode& query,
                                const package_query::Sort& sort, const PackageListing& listing, Timestamp now) {
  Statement page = admitted(scope, query, "SELECT p.id", now);
  page.sql += " ORDER BY " + package_query::to_order_by(sort);
  add_page(page, listing);
  const Statement all = admitted(scope, query, "SELECT COUNT(*)", now);
  IdPage out;
  TRY_ASSIGN(const auto rows, scope.transaction().query(page.sql, page.values));
  for (const store::Row& row : rows) out.ids.push_back(row.integer(0));
  TRY_ASSIGN(const auto total, scope.transaction().query_one(all.sql, all.values));
  out.total = static_cast<std::size_t>(total ? total->integer(0) : 0);
  return out;
}

/// One look at each row, in the order in which they lie.
Result<IdPage> page_of_one_walk(const RepositoryScope& scope, const package_query::QueryNode& query,
                                const package_query::Sort& sort, const PackageListing& listing, Timestamp now) {
  std::string select = "SELECT ";
  std::vector<RowKey> order;
  for (const auto& [column, direction] : package_query::order_columns(sort)) {
    select.append(order.empty() ? "" : ", ").append(column);
    order.push_back({.column = order.size(), .direction = direction});
  }
  const std::size_t id = order.size() - 1;
  const Statement all = admitted(scope, query, select, now);
  RowPage page(std::move(order), first_of(listing), listing.page_size);
  TRY(scope.transaction().each(all.sql, all.values, [&page](const store::Row& row) -> Result<void> {
    page.add(row);
    return {};
  }));
  IdPage out{.ids = {}, .total = page.total()};
  for (const store::Row& row : page.take()) out.ids.push_back(row.integer(id));
  return out;
}

constexpr std::size_t kDeepPage = 10'000;

/// A group while its packages are counted.
struct CountedGroup {
  PackageGroup group;
  std::int64_t any_id = 0;  ///< of one of its packages
};

struct GroupSort {
  std::string_view word;
  bool (*before)(const PackageGroup& one, const PackageGroup& other);
};
template <auto Member>
bool less(const PackageGroup& one, const PackageGroup& other) {
  return one.*Member < other.*Member;
}
constexpr auto kGroupSorts = std::to_array<GroupSort>({{"name", &less<&PackageGroup::name>},
                                                       {"count", &less<&PackageGroup::count>},
                                                       {"size", &less<&PackageGroup::size>},
                                                       {"num_downloads", &less<&PackageGroup::downloads>},
                                                       {"last_push", &less<&PackageGroup::last_push>}});

struct GroupOrder {
  const GroupSort* sort = nullptr;
  bool is_descending = false;

  bool operator()(const CountedGroup& one, const CountedGroup& other) const {
    const CountedGroup& low = is_descending ? other : one;
    const CountedGroup& high = is_descending ? one : other;
    if (sort->before(low.group, high.group)) return true;
    return !sort->before(high.group, low.group) && one.group.name < other.group.name;
  }
};

Result<GroupOrder> group_order(std::string_view sort) {
  if (sort.empty()) sort = "-last_push";
  const bool is_descending = sort.starts_with('-');
  if (is_descending) sort.remove_prefix(1);
  const auto* const found = std::ranges::find(kGroupSorts, sort, &GroupSort::word);
  if (found == kGroupSorts.end()) {
    return invalid(
        "Groups are sorted by name, count, size, num_downloads or last_push, with '-' before it to descend.");
  }
  return GroupOrder{found, is_descending};
}

/// All groups of what the query admits, by their folded names. Counted here: grouped by the database, each row would be
/// fetched by way of the index of names.
Result<std::vector<CountedGroup>> count_groups(const RepositoryScope& scope, const package_query::QueryNode& query,
                                               Timestamp now) {
  std::unordered_map<std::string, CountedGroup> groups;
  const Statement all = admitted(scope, query, "SELECT p.name, p.id, p.size, p.downloads, p.uploaded_at", now);
  TRY(scope.transaction().each(all.sql, all.values, [&groups](const store::Row& row) -> Result<void> {
    auto& [group, any_id] = groups[row.text(0)];
    any_id = row.integer(1);
    ++group.count;
    group.size += row.integer(2);
    group.downloads += row.integer(3);
    group.last_push = std::max(group.last_push, from_unix(row.integer(4)));
    return {};
  }));
  std::vector<CountedGroup> out;
  out.reserve(groups.size());
  for (auto& [name, group] : groups) {
    group.group.name = name;
    out.push_back(std::move(group));
  }
  return out;
}

}  // namespace

Result<PackagePage> list_packages(const RepositoryScope& scope, const PackageListing& listing, Timestamp now) {
  TRY_ASSIGN(const package_query::Sort sort, package_query::parse_sort(listing.sort));
  TRY_ASSIGN(const package_query::QueryNode query, package_query::parse_query(listing.query));
  const bool is_everything = query.kind == package_query::QueryNode::Kind::everything;
  const bool is_deep = first_of(listing) + listing.page_size > kDeepPage;
  TRY_ASSIGN(const IdPage page,
             (is_everything || is_deep ? page_in_database : page_of_one_walk)(scope, query, sort, listing, now));
  PackagePage out{.packages = {}, .total = page.total};
  for (const std::int64_t id : page.ids) {
    TRY_ASSIGN(out.packages.emplace_back(), read_package(scope.transaction(), id));
  }
  return out;
}

Result<PackageGroups> list_package_groups(const RepositoryScope& scope, const PackageListing& listing, Timestamp now) {
  TRY_ASSIGN(const GroupOrder order, group_order(listing.sort));
  TRY_ASSIGN(const package_query::QueryNode query, package_query::parse_query(listing.query));
  TRY_ASSIGN(std::vector<CountedGroup> groups, count_groups(scope, query, now));
  const std::size_t first = std::min(first_of(listing), groups.size());
  const std::size_t end = std::min(first + listing.page_size, groups.size());
  std::ranges::partial_sort(groups, groups.begin() + static_cast<std::ptrdiff_t>(end), order);
  PackageGroups out{.groups = {}, .total = groups.size()};
  for (auto& [group, any_id] : std::span(groups).subspan(first, end - first)) {
    // As it is spelled in the index.
    TRY_ASSIGN(const auto crate, scope.transaction().query_one("SELECT c.name FROM versions v JOIN crates c "
                                                               "ON c.id = v.crate_id WHERE v.id = :a",
                                                               {any_id}));
    if (crate) group.name = crate->text(0);
    out.groups.push_back(std::move(group));
  }
  return out;
}

}  // namespace entrepot::registry
