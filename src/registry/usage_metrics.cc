#include "registry/usage_metrics.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/try.h"
#include "registry/access.h"
#include "registry/entitlements.h"
#include "registry/package_settings.h"

namespace entrepot::registry {
namespace {

/// How packages and tokens differ.
struct Kind {
  std::string_view count;  ///< of a repository :a
  std::string_view find;   ///< the one with slug_perm :a in repository :b
  std::string_view usage;  ///< by one, in repository :a, between the days :b and :c
  std::string_view what;
};

constexpr Kind kPackages{
    .count = "SELECT COUNT(*) FROM packages WHERE repository_id = :a",
    .find =
        "SELECT v.id FROM versions v JOIN packages p ON p.id = v.id WHERE v.slug_perm = :a AND p.repository_id = :b",
    .usage =
        "SELECT d.version_id, SUM(d.downloads), SUM(d.bytes) FROM package_days d JOIN packages p ON p.id = "
        "d.version_id WHERE d.repository_id = :a AND d.day >= :b AND d.day <= :c GROUP BY d.version_id",
    .what = "package"};

constexpr Kind kEntitlements{
    .count = "SELECT COUNT(*) FROM entitlements WHERE repository_id = :a AND deleted_at IS NULL",
    .find = "SELECT id FROM entitlements WHERE slug_perm = :a AND repository_id = :b AND deleted_at IS NULL",
    .usage =
        "SELECT d.entitlement_id, SUM(d.downloads), SUM(d.bytes) FROM entitlement_days d JOIN entitlements e ON "
        "e.id = d.entitlement_id WHERE d.repository_id = :a AND d.day >= :b AND d.day <= :c AND e.deleted_at IS "
        "NULL GROUP BY d.entitlement_id",
    .what = "entitlement token"};

Result<std::set<std::int64_t>> find_all(store::Transaction& transaction,
                                        std::span<const RepositoryPointer> repositories, const Kind& kind,
                                        const std::vector<std::string>& only) {
  std::set<std::int64_t> ids;
  for (const std::string& slug_perm : only) {
    bool is_there = false;
    for (const RepositoryPointer& repository : repositories) {
      TRY_ASSIGN(const auto row, transaction.query_one(kind.find, {slug_perm, repository->id}));
      if (row) ids.insert(row->integer(0));
      if (row) is_there = true;
    }
    if (!is_there) return invalid("There is no " + std::string(kind.what) + " '" + slug_perm + "'.");
  }
  return ids;
}

void add(UsageMetrics& metrics, const Usage& one) {
  ++metrics.active;
  metrics.sum += one;
  metrics.highest.downloads = std::max(metrics.highest.downloads, one.downloads);
  metrics.highest.bytes = std::max(metrics.highest.bytes, one.bytes);
  const bool is_first = metrics.active == 1;
  metrics.lowest.downloads = is_first ? one.downloads : std::min(metrics.lowest.downloads, one.downloads);
  metrics.lowest.bytes = is_first ? one.bytes : std::min(metrics.lowest.bytes, one.bytes);
}

}  // namespace

Result<void> require_statistics(const auth::Principal& actor, const RepositoryRecord& repository, UsageOf of,
                                Timestamp now) {
  if (of == UsageOf::entitlements) return require_entitlement_manager(actor, repository, now);
  return require_privilege(actor, repository, package_settings(repository.settings).view_statistics, now);
}

Result<UsageMetrics> usage_metrics(store::Transaction& transaction, std::span<const RepositoryPointer> repositories,
                                   UsageOf of, UsageSpan span, const std::vector<std::string>& only) {
  const Kind& kind = of == UsageOf::packages ? kPackages : kEntitlements;
  TRY_ASSIGN(const std::set<std::int64_t> wanted, find_all(transaction, repositories, kind, only));
  UsageMetrics metrics;
  metrics.total = static_cast<std::int64_t>(wanted.size());
  for (const RepositoryPointer& repository : repositories) {
    if (only.empty()) {
      TRY_ASSIGN(const auto row, transaction.query_one(kind.count, {repository->id}));
      metrics.total += row ? row->integer(0) : 0;
    }
    TRY(transaction.each(kind.usage, {repository->id, span.first_day, span.last_day},
                         [&](const store::Row& row) -> Result<void> {
                           if (!only.empty() && !wanted.contains(row.integer(0))) return {};
                           add(metrics, {.downloads = row.integer(1), .bytes = row.integer(2)});
                           return {};
                         }));
  }
  if (metrics.active < metrics.total) metrics.lowest = {};
  if (metrics.total > 0) {
    metrics.average = {.downloads = metrics.sum.downloads / metrics.total, .bytes = metrics.sum.bytes / metrics.total};
  }
  return metrics;
}

}  // namespace entrepot::registry
