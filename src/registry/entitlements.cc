#include "registry/entitlements.h"

#include <charconv>

#include "auth/tokens.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelectEntitlements =
    "SELECT e.id, e.slug_perm, e.name, e.is_default, e.is_active, e.created_at, e.updated_at, n.slug, e.token_sealed "
    "FROM entitlements e LEFT JOIN namespaces n ON n.id = e.created_by "
    "WHERE e.deleted_at IS NULL AND e.repository_id = :a";

Result<EntitlementRecord> entitlement_from_row(const store::Row& row, const auth::Sealer* sealer) {
  EntitlementRecord record{.id = row.integer(0),
                           .slug_perm = row.text(1),
                           .name = row.text(2),
                           .token = {},
                           .is_default = row.boolean(3),
                           .is_active = row.boolean(4),
                           .created_at = from_unix(row.integer(5)),
                           .updated_at = from_unix(row.integer(6)),
                           .created_by = row.text(7)};
  if (sealer != nullptr) {
    TRY_ASSIGN(record.token, sealer->open(row.text(8)));
  }
  return record;
}

/// By slug_perm, or by number when the text is one.
Result<EntitlementRecord> find_entitlement(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view identifier, const auth::Sealer* sealer) {
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
  return entitlement_from_row(*row, sealer);
}

Result<void> append(WriteContext& context, EventKind kind, std::int64_t namespace_id, std::int64_t repository_id,
                    std::int64_t entitlement_id, std::string_view data = "{}") {
  return context.events.append({.kind = kind,
                                .namespace_id = namespace_id,
                                .repository_id = repository_id,
                                .subject_id = entitlement_id,
                                .data = std::string(data)});
}

struct NewRow {
  std::int64_t namespace_id;
  std::int64_t repository_id;
  std::string name;
  auth::Secret token;
  bool is_default;
  bool is_active;
  std::string_view event_data = "{}";
};

Result<EntitlementRecord> insert(WriteContext& context, const auth::Sealer& sealer, const NewRow& row) {
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
  TRY(append(context, EventKind::entitlement_created, row.namespace_id, row.repository_id, id, row.event_data));
  return find_entitlement(context.transaction, row.repository_id, std::to_string(id), &sealer);
}

Result<void> require_free_name(store::Transaction& transaction, std::int64_t repository_id, const std::string& name) {
  TRY_ASSIGN(const auto taken,
             transaction.query_one("SELECT id FROM entitlements WHERE repository_id = :a AND name_key = :b",
                                   {repository_id, to_lower(name)}));
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

}  // namespace

Result<EntitlementRecord> create_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const RepositoryRecord& repository, const NewEntitlement& entitlement) {
  TRY(require_privilege(context.actor, repository, auth::Privilege::admin, context.now));
  TRY(check_display_name("The entitlement token's name", entitlement.name));
  TRY(require_free_name(context.transaction, repository.id, entitlement.name));
  if (entitlement.token) TRY(check_given_token(context.transaction, repository.id, *entitlement.token));
  return insert(context, sealer,
                {.namespace_id = repository.namespace_id,
                 .repository_id = repository.id,
                 .name = entitlement.name,
                 .token = entitlement.token ? *entitlement.token : auth::make_entitlement_token(context.random),
                 .is_default = false,
                 .is_active = entitlement.is_active,
                 .event_data = entitlement.token ? kGivenToken : "{}"});
}

Result<EntitlementRecord> create_default_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                                     std::int64_t namespace_id, std::int64_t repository_id) {
  return insert(context, sealer,
                {.namespace_id = namespace_id,
                 .repository_id = repository_id,
                 .name = "Default",
                 .token = auth::make_entitlement_token(context.random),
                 .is_default = true,
                 .is_active = true});
}

Result<std::vector<EntitlementRecord>> list_entitlements(const RepositoryScope& scope, const auth::Principal& actor,
                                                         const auth::Sealer& sealer, ShowTokens show, Timestamp now) {
  TRY(require_privilege(actor, scope.repository(), auth::Privilege::admin, now));
  TRY_ASSIGN(const auto rows,
             scope.transaction().query(std::string(kSelectEntitlements) + " ORDER BY e.id", {scope.id()}));
  std::vector<EntitlementRecord> records;
  for (const auto& row : rows) {
    TRY_ASSIGN(EntitlementRecord record, entitlement_from_row(row, show == ShowTokens::yes ? &sealer : nullptr));
    records.push_back(std::move(record));
  }
  return records;
}

Result<EntitlementRecord> get_entitlement(const RepositoryScope& scope, const auth::Principal& actor,
                                          const auth::Sealer& sealer, std::string_view identifier, ShowTokens show,
                                          Timestamp now) {
  TRY(require_privilege(actor, scope.repository(), auth::Privilege::admin, now));
  return find_entitlement(scope.transaction(), scope.id(), identifier, show == ShowTokens::yes ? &sealer : nullptr);
}

Result<EntitlementRecord> refresh_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                              const RepositoryRecord& repository, std::string_view identifier,
                                              const std::optional<auth::Secret>& token) {
  TRY(require_privilege(context.actor, repository, auth::Privilege::admin, context.now));
  TRY_ASSIGN(EntitlementRecord record, find_entitlement(context.transaction, repository.id, identifier, nullptr));
  if (token) TRY(check_given_token(context.transaction, repository.id, *token));
  record.token = token ? *token : auth::make_entitlement_token(context.random);
  record.updated_at = context.now;
  TRY(context.transaction.execute(
      "UPDATE entitlements SET token_hash = :a, token_sealed = :b, updated_at = :c WHERE id = :d",
      {auth::TokenHash(record.token).hex(), sealer.seal(record.token, context.random), to_unix(context.now),
       record.id}));
  TRY(append(context, EventKind::entitlement_refreshed, repository.namespace_id, repository.id, record.id,
             token ? kGivenToken : "{}"));
  return record;
}

Result<EntitlementRecord> set_entitlement_state(WriteContext& context, const RepositoryRecord& repository,
                                                std::string_view identifier, EntitlementState state) {
  TRY(require_privilege(context.actor, repository, auth::Privilege::admin, context.now));
  TRY_ASSIGN(EntitlementRecord record, find_entitlement(context.transaction, repository.id, identifier, nullptr));
  const bool active = state == EntitlementState::enabled;
  if (record.is_active == active) return record;
  TRY(context.transaction.execute("UPDATE entitlements SET is_active = :a, updated_at = :b WHERE id = :c",
                                  {std::int64_t{active ? 1 : 0}, to_unix(context.now), record.id}));
  TRY(append(context, active ? EventKind::entitlement_enabled : EventKind::entitlement_disabled,
             repository.namespace_id, repository.id, record.id));
  record.is_active = active;
  record.updated_at = context.now;
  return record;
}

Result<void> delete_entitlement(WriteContext& context, const RepositoryRecord& repository,
                                std::string_view identifier) {
  TRY(require_privilege(context.actor, repository, auth::Privilege::admin, context.now));
  TRY_ASSIGN(const EntitlementRecord record, find_entitlement(context.transaction, repository.id, identifier, nullptr));
  if (record.is_default)
    return invalid("The default entitlement token cannot be deleted; refresh or disable it instead.");
  // The key gets a control character, which no name has, so that the name can be used again.
  TRY(context.transaction.execute(
      "UPDATE entitlements SET deleted_at = :a, updated_at = :b, is_active = 0, name_key = :c WHERE id = :d",
      {to_unix(context.now), to_unix(context.now), to_lower(record.name) + '\x01' + std::to_string(record.id),
       record.id}));
  return append(context, EventKind::entitlement_deleted, repository.namespace_id, repository.id, record.id);
}

}  // namespace entrepot::registry
