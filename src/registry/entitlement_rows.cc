#include "registry/entitlement_rows.h"

#include <algorithm>
#include <charconv>

#include "auth/tokens.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/entitlement_usage.h"

namespace entrepot::registry {
namespace {

#define LIMIT_COLUMNS                                                                                          \
  "e.limit_num_downloads, e.limit_num_clients, e.limit_bandwidth, e.limit_bandwidth_unit, e.limit_date_from, " \
  "e.limit_date_to, e.limit_package_query, e.reset_period, e.reset_at, e.used_downloads, e.used_bandwidth"

constexpr std::size_t kLimitColumns = 11;
constexpr std::string_view kSelectEntitlements =
    "SELECT " LIMIT_COLUMNS
    ", e.id, e.slug_perm, e.name, e.is_default, e.is_active, e.created_at, e.updated_at, n.slug, e.token_sealed, "
    "(SELECT COUNT(*) FROM entitlement_clients c WHERE c.entitlement_id = e.id) "
    "FROM entitlements e LEFT JOIN namespaces n ON n.id = e.created_by "
    "WHERE e.deleted_at IS NULL AND e.repository_id = :a";
constexpr std::string_view kSelectUsage = "SELECT " LIMIT_COLUMNS
                                          ", e.limits_revision, e.usage_resets FROM entitlements e "
                                          "WHERE e.deleted_at IS NULL AND e.id = :a";
#undef LIMIT_COLUMNS

std::optional<Timestamp> time_of(const store::Row& row, std::size_t column) {
  const auto seconds = row.optional_integer(column);
  return seconds ? std::optional(from_unix(*seconds)) : std::nullopt;
}

store::Value value_of(const std::optional<Timestamp>& time) {
  return time ? store::Value(std::int64_t{to_unix(*time)}) : store::Value();
}
store::Value value_of(const std::optional<std::int64_t>& number) {
  return number ? store::Value(*number) : store::Value();
}
store::Value value_of(const std::string& text) {
  return text.empty() ? store::Value() : store::Value(text);
}

/// The columns that every statement above begins with.
EntitlementLimits limits_of(const store::Row& row) {
  const auto period = std::clamp<std::int64_t>(row.integer(7), 0, std::ssize(reset_period_words()) - 1);
  const auto unit = std::clamp<std::int64_t>(row.integer(3), 0, std::ssize(bandwidth_unit_words()) - 1);
  return {.num_downloads = row.optional_integer(0),
          .num_clients = row.optional_integer(1),
          .bandwidth = row.optional_integer(2),
          .bandwidth_unit = static_cast<std::uint8_t>(unit),
          .date_from = time_of(row, 4),
          .date_to = time_of(row, 5),
          .package_query = row.text(6),
          .reset_period = static_cast<ResetPeriod>(period),
          .reset_at = time_of(row, 8)};
}

Result<EntitlementRecord> entitlement_from_row(const store::Row& row, const auth::Sealer* sealer, Timestamp now) {
  constexpr std::size_t kRest = kLimitColumns;
  EntitlementRecord record{
      .id = row.integer(kRest),
      .slug_perm = row.text(kRest + 1),
      .name = row.text(kRest + 2),
      .token = {},
      .is_default = row.boolean(kRest + 3),
      .is_active = row.boolean(kRest + 4),
      .created_at = from_unix(row.integer(kRest + 5)),
      .updated_at = from_unix(row.integer(kRest + 6)),
      .created_by = row.text(kRest + 7),
      .limits = limits_of(row),
      .usage = {.downloads = row.integer(9), .bandwidth = row.integer(10), .clients = row.integer(kRest + 9)}};
  if (is_period_over(record.limits, now)) record.usage = {};
  begin_period(record.limits, now);
  if (sealer != nullptr) {
    TRY_ASSIGN(record.token, sealer->open(row.text(kRest + 8)));
  }
  return record;
}

}  // namespace

Result<std::optional<StoredUsage>> read_usage(store::Transaction& transaction, std::int64_t entitlement_id) {
  TRY_ASSIGN(const auto row, transaction.query_one(kSelectUsage, {entitlement_id}));
  if (!row) return std::nullopt;
  StoredUsage stored{.limits = limits_of(*row),
                     .usage = {.downloads = row->integer(9), .bandwidth = row->integer(10)},
                     .revision = row->integer(kLimitColumns),
                     .resets = row->integer(kLimitColumns + 1)};
  if (!stored.limits.num_clients) return stored;
  TRY_ASSIGN(const auto rows,
             transaction.query("SELECT address FROM entitlement_clients WHERE entitlement_id = :a", {entitlement_id}));
  for (const store::Row& client : rows) stored.clients.push_back(client.text(0));
  stored.usage.clients = static_cast<std::int64_t>(stored.clients.size());
  return stored;
}

Result<EntitlementRecord> find_entitlement(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view identifier, const auth::Sealer* sealer, Timestamp now) {
  std::int64_t number = -1;
  const char* end = identifier.data() + identifier.size();
  if (std::from_chars(identifier.data(), end, number).ptr != end) number = -1;
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectEntitlements) + " AND (e.slug_perm = :b OR e.id = :c)",
                                   {repository_id, std::string(identifier), number}));
  if (!row) {
    return fail(ErrorCode::not_found,
                "There is no entitlement token '" + std::string(identifier) + "' in this repository.");
  }
  return entitlement_from_row(*row, sealer, now);
}

Result<std::vector<EntitlementRecord>> entitlements_of(store::Transaction& transaction, std::int64_t repository_id,
                                                       const auth::Sealer* sealer, Timestamp now) {
  TRY_ASSIGN(const auto rows, transaction.query(std::string(kSelectEntitlements) + " ORDER BY e.id", {repository_id}));
  std::vector<EntitlementRecord> records;
  for (const auto& row : rows) {
    TRY_ASSIGN(EntitlementRecord record, entitlement_from_row(row, sealer, now));
    records.push_back(std::move(record));
  }
  return records;
}

Result<void> append_entitlement_event(WriteContext& context, EventKind kind, std::int64_t namespace_id,
                                      std::int64_t repository_id, std::int64_t entitlement_id, std::string_view data) {
  return context.events.append({.kind = kind,
                                .namespace_id = namespace_id,
                                .repository_id = repository_id,
                                .subject_id = entitlement_id,
                                .data = std::string(data)});
}

Result<EntitlementRecord> insert_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const NewEntitlementRow& row) {
  TRY(check_limits(row.limits));
  store::Value creator = std::monostate{};
  if (context.actor.user_id != 0) creator = context.actor.user_id;
  TRY_ASSIGN(const auto added,
             context.transaction.query_one(
                 "INSERT INTO entitlements (slug_perm, repository_id, name, name_key, token_hash, token_sealed, "
                 "is_default, is_active, created_at, created_by, updated_at) "
                 "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k) RETURNING id",
                 {make_slug_perm(context.random), row.repository_id, row.name, to_lower(row.name),
                  auth::TokenHash(row.token).hex(), sealer.seal(row.token, context.random),
                  std::int64_t{row.is_default ? 1 : 0}, std::int64_t{row.is_active ? 1 : 0}, to_unix(context.now),
                  creator, to_unix(context.now)}));
  if (!added) return internal_error("an entitlement token got no number");
  const std::int64_t id = added->integer(0);
  TRY_ASSIGN(EntitlementRecord record,
             find_entitlement(context.transaction, row.repository_id, std::to_string(id), &sealer, context.now));
  if (row.limits != EntitlementLimits{}) {
    record.limits = row.limits;
    TRY(write_entitlement(context, sealer, record));
  }
  TRY(append_entitlement_event(context, EventKind::entitlement_created, row.namespace_id, row.repository_id, id,
                               row.event_data));
  return record;
}

Result<void> write_entitlement(WriteContext& context, const auth::Sealer& sealer, const EntitlementRecord& record) {
  const EntitlementLimits& limits = record.limits;
  TRY(context.transaction.execute(
      "DELETE FROM entitlement_clients WHERE entitlement_id = :a AND EXISTS "
      "(SELECT 1 FROM entitlements e WHERE e.id = :b AND e.reset_at IS NOT NULL AND e.reset_at <= :c)",
      {record.id, record.id, to_unix(context.now)}));
  TRY(context.transaction.execute(
      "UPDATE entitlements SET name = :a, name_key = :b, token_hash = :c, token_sealed = :d, is_active = :e, "
      "updated_at = :f, limit_num_downloads = :g, limit_num_clients = :h, limit_bandwidth = :i, "
      "limit_bandwidth_unit = :j, limit_date_from = :k, limit_date_to = :l, limit_package_query = :m, "
      "reset_period = :n, reset_at = :o, used_downloads = :p, used_bandwidth = :q, "
      "limits_revision = limits_revision + 1 WHERE id = :r",
      {record.name, to_lower(record.name), auth::TokenHash(record.token).hex(),
       sealer.seal(record.token, context.random), std::int64_t{record.is_active ? 1 : 0}, to_unix(context.now),
       value_of(limits.num_downloads), value_of(limits.num_clients), value_of(limits.bandwidth),
       std::int64_t{limits.bandwidth_unit}, value_of(limits.date_from), value_of(limits.date_to),
       value_of(limits.package_query), static_cast<std::int64_t>(limits.reset_period), value_of(limits.reset_at),
       record.usage.downloads, record.usage.bandwidth, record.id}));
  return {};
}

Result<void> reset_counts(WriteContext& context, const EntitlementRecord& record) {
  TRY(context.transaction.execute("DELETE FROM entitlement_clients WHERE entitlement_id = :a", {record.id}));
  TRY(
      context.transaction.execute("UPDATE entitlements SET used_downloads = 0, used_bandwidth = 0, reset_at = :a, "
                                  "usage_resets = usage_resets + 1, limits_revision = limits_revision + 1 "
                                  "WHERE id = :b",
                                  {value_of(record.limits.reset_at), record.id}));
  return {};
}

Result<void> remove_entitlement(WriteContext& context, const RepositoryRecord& repository,
                                const EntitlementRecord& record) {
  // The key gets a control character, which no name has, so that the name can be used again.
  TRY(context.transaction.execute(
      "UPDATE entitlements SET deleted_at = :a, updated_at = :b, is_active = 0, name_key = :c WHERE id = :d",
      {to_unix(context.now), to_unix(context.now), to_lower(record.name) + '\x01' + std::to_string(record.id),
       record.id}));
  TRY(context.transaction.execute("DELETE FROM entitlement_clients WHERE entitlement_id = :a", {record.id}));
  return append_entitlement_event(context, EventKind::entitlement_deleted, repository.namespace_id, repository.id,
                                  record.id);
}

Result<void> require_free_entitlement_name(store::Transaction& transaction, std::int64_t repository_id,
                                           const std::string& name, std::int64_t except_id) {
  TRY_ASSIGN(
      const auto taken,
      transaction.query_one("SELECT id FROM entitlements WHERE repository_id = :a AND name_key = :b AND id <> :c",
                            {repository_id, to_lower(name), except_id}));
  if (!taken) return {};
  return fail(ErrorCode::conflict, "There is an entitlement token called '" + name + "' in this repository already.");
}

Result<void> check_given_token(store::Transaction& transaction, std::int64_t repository_id, const auth::Secret& token) {
  TRY(auth::check_custom_token(token.reveal()));
  TRY_ASSIGN(const auto taken, transaction.query_one("SELECT id FROM entitlements WHERE repository_id = :a "
                                                     "AND token_hash = :b AND deleted_at IS NULL",
                                                     {repository_id, auth::TokenHash(token).hex()}));
  if (!taken) return {};
  return fail(ErrorCode::conflict, "This token is set in the repository already.");
}

}  // namespace entrepot::registry
