#include "registry/statistics.h"

#include <algorithm>
#include <string_view>

#include "base/try.h"

namespace entrepot::registry {
namespace {

/// What every list ends with: at most twenty, the same order each time.
#define MOST_USED " ORDER BY 2 DESC, 3 DESC, 1 LIMIT 20"

constexpr std::string_view kDays =
    "SELECT day, downloads, bytes FROM repository_days WHERE repository_id = :a AND day >= :b AND day <= :c";
constexpr std::string_view kCrates =
    "SELECT v.crate_id, SUM(d.downloads), SUM(d.bytes) FROM package_days d JOIN versions v ON v.id = d.version_id "
    "WHERE d.repository_id = :a AND d.day >= :b AND d.day <= :c GROUP BY v.crate_id" MOST_USED;
constexpr std::string_view kVersions =
    "SELECT version_id, SUM(downloads), SUM(bytes) FROM package_days WHERE repository_id = :a AND day >= :b AND day "
    "<= :c GROUP BY version_id" MOST_USED;
constexpr std::string_view kTokens =
    "SELECT d.entitlement_id, SUM(d.downloads), SUM(d.bytes) FROM entitlement_days d JOIN entitlements e ON e.id = "
    "d.entitlement_id WHERE d.repository_id = :a AND d.day >= :b AND d.day <= :c AND e.deleted_at IS NULL GROUP BY "
    "d.entitlement_id" MOST_USED;
constexpr std::string_view kWithTokens =
    "SELECT 0, COALESCE(SUM(downloads), 0), COALESCE(SUM(bytes), 0) FROM entitlement_days WHERE repository_id = :a AND "
    "day >= :b AND day <= :c";

#undef MOST_USED

constexpr std::string_view kCrateName = "SELECT name FROM crates WHERE id = :a";
constexpr std::string_view kVersionName =
    "SELECT c.name, v.version FROM versions v JOIN crates c ON c.id = v.crate_id WHERE v.id = :a";
constexpr std::string_view kTokenName = "SELECT name, slug_perm FROM entitlements WHERE id = :a";

Usage usage_of(const store::Row& row) {
  return {.downloads = row.integer(1), .bytes = row.integer(2)};
}

/// Of one repository, between two days.
class Reader {
 public:
  Reader(store::Transaction& transaction, std::int64_t repository_id, UsageSpan span)
      : transaction_(transaction), values_{repository_id, span.first_day, span.last_day} {}

  Result<std::vector<store::Row>> rows(std::string_view sql) { return transaction_.query(sql, values_); }

  /// One entry for each row of `sql`, whose first column is the number for which `names` has the names.
  template <typename Entry, typename Make>
  Result<std::vector<Entry>> list(std::string_view sql, std::string_view names, Make make) {
    TRY_ASSIGN(const auto found, rows(sql));
    std::vector<Entry> entries;
    for (const store::Row& row : found) {
      TRY_ASSIGN(const auto name, transaction_.query_one(names, {row.integer(0)}));
      if (name) entries.push_back(make(*name, usage_of(row)));
    }
    return entries;
  }

 private:
  store::Transaction& transaction_;
  std::vector<store::Value> values_;
};

Result<void> add_days(RepositoryStatistics& statistics, Reader& reader, UsageSpan span) {
  for (std::int64_t day = span.first_day; day <= span.last_day; ++day) statistics.days.push_back({day, {}});
  TRY_ASSIGN(const auto rows, reader.rows(kDays));
  for (const store::Row& row : rows) {
    statistics.days.at(static_cast<std::size_t>(row.integer(0) - span.first_day)).usage = usage_of(row);
    statistics.sum += usage_of(row);
  }
  return {};
}

Result<TokenStatistics> token_statistics(Reader& reader, Usage sum) {
  TokenStatistics statistics;
  TRY_ASSIGN(statistics.tokens, reader.list<TokenUsage>(kTokens, kTokenName, [](const store::Row& name, Usage usage) {
    return TokenUsage{name.text(0), name.text(1), usage};
  }));
  TRY_ASSIGN(const auto rows, reader.rows(kWithTokens));
  const Usage with = rows.empty() ? Usage() : usage_of(rows.front());
  statistics.tokenless = {.downloads = std::max<std::int64_t>(0, sum.downloads - with.downloads),
                          .bytes = std::max<std::int64_t>(0, sum.bytes - with.bytes)};
  return statistics;
}

}  // namespace

Result<RepositoryStatistics> repository_statistics(store::Transaction& transaction, const RepositoryRecord& repository,
                                                   UsageSpan span, WithTokens with_tokens) {
  Reader reader(transaction, repository.id, span);
  RepositoryStatistics statistics;
  TRY(add_days(statistics, reader, span));
  TRY_ASSIGN(statistics.crates, reader.list<CrateUsage>(kCrates, kCrateName, [](const store::Row& name, Usage usage) {
    return CrateUsage{name.text(0), usage};
  }));
  TRY_ASSIGN(statistics.versions,
             reader.list<VersionUsage>(kVersions, kVersionName, [](const store::Row& name, Usage usage) {
               return VersionUsage{name.text(0), name.text(1), usage};
             }));
  if (with_tokens == WithTokens::yes) {
    TRY_ASSIGN(statistics.of_tokens, token_statistics(reader, statistics.sum));
  }
  return statistics;
}

}  // namespace entrepot::registry
