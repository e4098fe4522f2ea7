#include "registry/packages.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/try.h"
#include "package_query/condition.h"
#include "package_query/query.h"
#include "package_query/sort.h"
#include "registry/access.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelect =
    "SELECT v.id, v.crate_id, v.slug_perm, c.name, v.version, v.index_line, v.checksum, v.checksum_md5, "
    "v.checksum_sha1, v.checksum_sha512, v.metadata, v.size, v.downloads, v.published_at, v.published_by, u.slug, "
    "v.status_updated_at, v.quarantined_at, v.deleted_at, d.slug, o_n.slug, o.slug FROM versions v "
    "JOIN crates c ON c.id = v.crate_id JOIN namespaces u ON u.id = v.published_by "
    "JOIN repositories o ON o.id = COALESCE(v.origin_repository_id, c.repository_id) "
    "JOIN namespaces o_n ON o_n.id = o.namespace_id LEFT JOIN namespaces d ON d.id = v.deleted_by ";

std::optional<Timestamp> optional_time(const store::Row& row, std::size_t column) {
  const auto seconds = row.optional_integer(column);
  return seconds ? std::optional(from_unix(*seconds)) : std::nullopt;
}

Result<PackageInfo> package_from(store::Transaction& transaction, const store::Row& row) {
  PackageInfo out{.id = row.integer(0),
                  .crate_id = row.integer(1),
                  .slug_perm = row.text(2),
                  .crate = row.text(3),
                  .version = row.text(4),
                  .index_line = row.text(5),
                  .checksum = row.text(6),
                  .digests = {.md5 = row.text(7), .sha1 = row.text(8), .sha512 = row.text(9)},
                  .metadata = row.text(10),
                  .size = row.integer(11),
                  .downloads = row.integer(12),
                  .uploaded_at = from_unix(row.integer(13)),
                  .uploader_id = row.integer(14),
                  .uploader = row.text(15),
                  .status_updated_at = from_unix(row.integer(16)),
                  .quarantined_at = optional_time(row, 17),
                  .deleted_at = optional_time(row, 18),
                  .deleted_by = row.text(19),
                  .origin_namespace = row.text(20),
                  .origin_repository = row.text(21)};
  TRY_ASSIGN(out.tags, tags_of(transaction, out.id));
  return out;
}

/// A statement over the packages of a repository that a query admits: `FROM … WHERE …` after `select`.
struct Statement {
  std::string sql;
  std::vector<store::Value> values;

  std::string add(std::int64_t value) {
    values.emplace_back(value);
    return package_query::parameter_name(values.size() - 1);
  }
};

Result<Statement> admitted(const RepositoryScope& scope, std::string_view query, std::string_view select,
                           std::string_view joins, Timestamp now) {
  TRY_ASSIGN(const package_query::QueryNode parsed, package_query::parse_query(query));
  Statement out{
      .sql = std::string(select) + " FROM packages p" + std::string(joins) + " WHERE p.repository_id = :a AND ",
      .values = {scope.id()}};
  package_query::Condition condition = package_query::to_condition(parsed, now, out.values.size());
  out.sql += condition.sql;
  out.values.insert(out.values.end(), condition.values.begin(), condition.values.end());
  return out;
}

/// How many there are on all pages. A first page that is not full is all there is: that saves a second look at every
/// row.
Result<std::size_t> count(const RepositoryScope& scope, const PackageListing& listing, std::size_t on_page,
                          const Statement& statement) {
  if (listing.page == 1 && on_page < listing.page_size) return on_page;
  TRY_ASSIGN(const auto row, scope.transaction().query_one(statement.sql, statement.values));
  return static_cast<std::size_t>(row ? row->integer(0) : 0);
}

void add_page(Statement& statement, const PackageListing& listing) {
  statement.sql += " LIMIT " + statement.add(static_cast<std::int64_t>(listing.page_size));
  statement.sql += " OFFSET " + statement.add(static_cast<std::int64_t>((listing.page - 1) * listing.page_size));
}

struct GroupSort {
  std::string_view word;
  std::string_view column;
};
constexpr auto kGroupSorts = std::to_array<GroupSort>({{"name", "MIN(p.name)"},
                                                       {"count", "COUNT(*)"},
                                                       {"size", "SUM(p.size)"},
                                                       {"num_downloads", "SUM(p.downloads)"},
                                                       {"last_push", "MAX(p.uploaded_at)"}});

Result<std::string> group_order(std::string_view sort) {
  if (sort.empty()) sort = "-last_push";
  const bool is_descending = sort.starts_with('-');
  if (is_descending) sort.remove_prefix(1);
  const auto found = std::ranges::find(kGroupSorts, sort, &GroupSort::word);
  if (found == kGroupSorts.end()) {
    return invalid(
        "Groups are sorted by name, count, size, num_downloads or last_push, with '-' before it to descend.");
  }
  return std::string(found->column) + (is_descending ? " DESC" : " ASC") + ", MIN(p.name)";
}

}  // namespace

std::string PackageInfo::slug() const {
  std::string out = to_lower(filename());
  std::ranges::replace_if(out, [](char c) { return c == '.' || c == '+'; }, '-');
  return out + "-" + slug_perm;
}

Result<RepositoryPointer> repository_of_package(store::Transaction& transaction, std::string_view namespace_slug,
                                                std::string_view identifier) {
  TRY_ASSIGN(
      const auto row,
      transaction.query_one("SELECT c.repository_id FROM versions v JOIN crates c ON c.id = v.crate_id "
                            "JOIN repositories r ON r.id = c.repository_id JOIN namespaces n ON n.id = "
                            "r.namespace_id WHERE v.slug_perm = :a AND n.slug_key = :b",
                            {std::string(identifier.substr(identifier.rfind('-') + 1)), to_lower(namespace_slug)}));
  if (!row) return RepositoryPointer();
  return find_repository_by_id(transaction, row->integer(0));
}

Result<PackageInfo> read_package(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelect) + "WHERE v.id = :a", {version_id}));
  if (!row) return internal_error("a version that a list named is gone");
  return package_from(transaction, *row);
}

Result<PackagePage> list_packages(const RepositoryScope& scope, const PackageListing& listing, Timestamp now) {
  TRY_ASSIGN(const package_query::Sort sort, package_query::parse_sort(listing.sort));
  TRY_ASSIGN(const Statement all, admitted(scope, listing.query, "SELECT COUNT(*)", "", now));
  TRY_ASSIGN(Statement page, admitted(scope, listing.query, "SELECT p.id", "", now));
  page.sql += " ORDER BY " + package_query::to_order_by(sort);
  add_page(page, listing);
  PackagePage out;
  TRY_ASSIGN(const auto rows, scope.transaction().query(page.sql, page.values));
  TRY_ASSIGN(out.total, count(scope, listing, rows.size(), all));
  for (const store::Row& row : rows) {
    TRY_ASSIGN(out.packages.emplace_back(), read_package(scope.transaction(), row.integer(0)));
  }
  return out;
}

Result<std::optional<PackageInfo>> find_package(const RepositoryScope& scope, std::string_view identifier) {
  const std::string slug_perm(identifier.substr(identifier.rfind('-') + 1));
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 std::string(kSelect) + "WHERE v.slug_perm = :a AND c.repository_id = :b AND v.deleted_at IS NULL",
                 {slug_perm, scope.id()}));
  if (!row) return std::nullopt;
  TRY_ASSIGN(PackageInfo found, package_from(scope.transaction(), *row));
  if (identifier != found.slug_perm && identifier != found.slug()) return std::nullopt;
  return found;
}

Result<PackageInfo> get_package(const RepositoryScope& scope, std::string_view identifier) {
  TRY_ASSIGN(auto found, find_package(scope, identifier));
  if (found) return *std::move(found);
  return fail(ErrorCode::not_found, "There is no package with this identifier in the repository.");
}

Result<PackageGroups> list_package_groups(const RepositoryScope& scope, const PackageListing& listing, Timestamp now) {
  TRY_ASSIGN(const std::string order, group_order(listing.sort));
  TRY_ASSIGN(const Statement all, admitted(scope, listing.query, "SELECT COUNT(DISTINCT p.name)", "", now));
  TRY_ASSIGN(Statement page, admitted(scope, listing.query,
                                      "SELECT MIN(c.name), COUNT(*), SUM(p.size), SUM(p.downloads), MAX(p.uploaded_at)",
                                      " JOIN versions v ON v.id = p.id JOIN crates c ON c.id = v.crate_id", now));
  page.sql += " GROUP BY p.name ORDER BY " + order;
  add_page(page, listing);
  PackageGroups out;
  TRY_ASSIGN(const auto rows, scope.transaction().query(page.sql, page.values));
  TRY_ASSIGN(out.total, count(scope, listing, rows.size(), all));
  for (const store::Row& row : rows) {
    out.groups.push_back({.name = row.text(0),
                          .count = row.integer(1),
                          .size = row.integer(2),
                          .downloads = row.integer(3),
                          .last_push = from_unix(row.integer(4))});
  }
  return out;
}

Result<void> require_action(const RepositoryRecord& repository, const auth::Principal& actor,
                            const ActionSetting& setting, const PackageInfo& package, Timestamp now) {
  if (!actor.is_user()) return require_privilege(actor, repository, auth::Privilege::write, now);
  const bool is_own = setting.own && actor.user_id == package.uploader_id;
  const auth::Privilege least = is_own ? std::min(setting.least, auth::Privilege::write) : setting.least;
  TRY(require_privilege(actor, repository, least, now));
  if (auth::may_publish_crate(actor, package.crate)) return {};
  return fail(ErrorCode::forbidden, "This API key is restricted to other crates than '" + package.crate + "'.");
}

}  // namespace entrepot::registry
