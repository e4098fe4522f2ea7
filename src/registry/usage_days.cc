#include "registry/usage_days.h"

#include "base/try.h"

namespace entrepot::registry {

std::int64_t day_of(Timestamp time) {
  return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

Result<void> add_package_usage(store::Transaction& transaction, std::int64_t crate_id, std::int64_t version_id,
                               std::int64_t day, const Usage& usage) {
  TRY(transaction.execute(
      "INSERT INTO package_days (repository_id, day, version_id, downloads, bytes, crate_id) "
      "SELECT repository_id, :a, :b, :c, :d, id FROM crates WHERE id = :e "
      "ON CONFLICT (repository_id, day, version_id) DO UPDATE SET downloads = package_days.downloads + "
      "excluded.downloads, bytes = package_days.bytes + excluded.bytes, crate_id = excluded.crate_id",
      {day, version_id, usage.downloads, usage.bytes, crate_id}));
  return {};
}

Result<void> add_repository_usage(store::Transaction& transaction, std::int64_t crate_id, std::int64_t day,
                                  const Usage& usage) {
  TRY(transaction.execute(
      "INSERT INTO repository_days (repository_id, day, downloads, bytes) "
      "SELECT repository_id, :a, :b, :c FROM crates WHERE id = :d "
      "ON CONFLICT (repository_id, day) DO UPDATE SET downloads = repository_days.downloads + excluded.downloads, "
      "bytes = repository_days.bytes + excluded.bytes",
      {day, usage.downloads, usage.bytes, crate_id}));
  return {};
}

Result<void> add_entitlement_usage(store::Transaction& transaction, std::int64_t repository_id,
                                   std::int64_t entitlement_id, std::int64_t day, const Usage& usage) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT e.id FROM entitlements e JOIN entitlements seen ON seen.token_hash = "
                                   "e.token_hash WHERE seen.id = :a AND e.repository_id = :b AND e.deleted_at IS NULL",
                                   {entitlement_id, repository_id}));
  if (!row) return {};  // deleted since: its usage is told to nobody any more
  TRY(transaction.execute(
      "INSERT INTO entitlement_days (repository_id, day, entitlement_id, downloads, bytes) VALUES (:a, :b, :c, :d, :e) "
      "ON CONFLICT (repository_id, day, entitlement_id) DO UPDATE SET downloads = entitlement_days.downloads + "
      "excluded.downloads, bytes = entitlement_days.bytes + excluded.bytes",
      {repository_id, day, row->integer(0), usage.downloads, usage.bytes}));
  return {};
}

Result<void> forget_old_usage(store::Transaction& transaction, std::int64_t today) {
  // Repository by repository, because the rows lie in that order.
  TRY_ASSIGN(const auto repositories, transaction.query("SELECT id FROM repositories"));
  for (const store::Row& repository : repositories) {
    for (const std::string_view table : {"package_days", "entitlement_days", "repository_days"}) {
      TRY(transaction.execute("DELETE FROM " + std::string(table) + " WHERE repository_id = :a AND day < :b",
                              {repository.integer(0), today - kUsageDays}));
    }
  }
  return {};
}

}  // namespace entrepot::registry
