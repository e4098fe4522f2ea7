#include "registry/entitlements.h"

#include "auth/tokens.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/entitlement_rows.h"
#include "registry/package_settings.h"

namespace entrepot::registry {

Result<void> require_entitlement_manager(const auth::Principal& actor, const RepositoryRecord& repository,
                                         Timestamp now) {
  return require_own_privilege(actor, repository, package_settings(repository.settings).manage_entitlements, now);
}

Result<EntitlementRecord> create_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const RepositoryRecord& repository, const NewEntitlement& entitlement) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY(check_display_name("The entitlement token's name", entitlement.name));
  TRY(require_free_entitlement_name(context.transaction, repository.id, entitlement.name));
  if (entitlement.token) TRY(check_given_token(context.transaction, repository.id, *entitlement.token));
  return insert_entitlement(
      context, sealer,
      {.namespace_id = repository.namespace_id,
       .repository_id = repository.id,
       .name = entitlement.name,
       .token = entitlement.token ? *entitlement.token : auth::make_entitlement_token(context.random),
       .is_default = false,
       .is_active = entitlement.is_active,
       .limits = with_patch({}, entitlement.limits, context.now),
       .event_data = entitlement.token ? kGivenToken : "{}"});
}

Result<EntitlementRecord> create_default_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                                     std::int64_t namespace_id, std::int64_t repository_id) {
  return insert_entitlement(context, sealer,
                            {.namespace_id = namespace_id,
                             .repository_id = repository_id,
                             .name = "Default",
                             .token = auth::make_entitlement_token(context.random),
                             .is_default = true,
                             .is_active = true});
}

Result<std::vector<EntitlementRecord>> list_entitlements(const RepositoryScope& scope, const auth::Principal& actor,
                                                         const auth::Sealer& sealer, ShowTokens show, Timestamp now) {
  TRY(require_entitlement_manager(actor, scope.repository(), now));
  return entitlements_of(scope.transaction(), scope.id(), show == ShowTokens::yes ? &sealer : nullptr, now);
}

Result<EntitlementRecord> get_entitlement(const RepositoryScope& scope, const auth::Principal& actor,
                                          const auth::Sealer& sealer, std::string_view identifier, ShowTokens show,
                                          Timestamp now) {
  TRY(require_entitlement_manager(actor, scope.repository(), now));
  return find_entitlement(scope.transaction(), scope.id(), identifier, show == ShowTokens::yes ? &sealer : nullptr,
                          now);
}

Result<EntitlementRecord> update_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const RepositoryRecord& repository, std::string_view identifier,
                                             const EntitlementPatch& patch) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY_ASSIGN(EntitlementRecord record,
             find_entitlement(context.transaction, repository.id, identifier, &sealer, context.now));
  if (patch.name) {
    TRY(check_display_name("The entitlement token's name", *patch.name));
    TRY(require_free_entitlement_name(context.transaction, repository.id, *patch.name, record.id));
    record.name = *patch.name;
  }
  const bool is_other_token = patch.token && patch.token->reveal() != record.token.reveal();
  if (is_other_token) {
    TRY(check_given_token(context.transaction, repository.id, *patch.token));
    record.token = *patch.token;
  }
  record.is_active = patch.is_active.value_or(record.is_active);
  record.limits = with_patch(record.limits, patch.limits, context.now);
  record.updated_at = context.now;
  TRY(check_limits(record.limits));
  TRY(write_entitlement(context, sealer, record));
  TRY(append_entitlement_event(context, EventKind::entitlement_updated, repository.namespace_id, repository.id,
                               record.id, is_other_token ? kGivenToken : "{}"));
  return record;
}

Result<EntitlementRecord> refresh_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                              const RepositoryRecord& repository, std::string_view identifier,
                                              const EntitlementPatch& patch) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY_ASSIGN(EntitlementRecord record,
             find_entitlement(context.transaction, repository.id, identifier, nullptr, context.now));
  if (patch.token) TRY(check_given_token(context.transaction, repository.id, *patch.token));
  record.token = patch.token ? *patch.token : auth::make_entitlement_token(context.random);
  record.is_active = patch.is_active.value_or(record.is_active);
  record.limits = with_patch(record.limits, patch.limits, context.now);
  record.updated_at = context.now;
  TRY(check_limits(record.limits));
  TRY(write_entitlement(context, sealer, record));
  TRY(append_entitlement_event(context, EventKind::entitlement_refreshed, repository.namespace_id, repository.id,
                               record.id, patch.token ? kGivenToken : "{}"));
  return record;
}

Result<void> reset_entitlement(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY_ASSIGN(const EntitlementRecord record,
             find_entitlement(context.transaction, repository.id, identifier, nullptr, context.now));
  TRY(reset_counts(context, record));
  return append_entitlement_event(context, EventKind::entitlement_reset, repository.namespace_id, repository.id,
                                  record.id);
}

Result<EntitlementRecord> set_entitlement_state(WriteContext& context, const RepositoryRecord& repository,
                                                std::string_view identifier, EntitlementState state) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY_ASSIGN(EntitlementRecord record,
             find_entitlement(context.transaction, repository.id, identifier, nullptr, context.now));
  const bool active = state == EntitlementState::enabled;
  if (record.is_active == active) return record;
  TRY(context.transaction.execute("UPDATE entitlements SET is_active = :a, updated_at = :b WHERE id = :c",
                                  {std::int64_t{active ? 1 : 0}, to_unix(context.now), record.id}));
  TRY(append_entitlement_event(context, active ? EventKind::entitlement_enabled : EventKind::entitlement_disabled,
                               repository.namespace_id, repository.id, record.id));
  record.is_active = active;
  record.updated_at = context.now;
  return record;
}

Result<void> delete_entitlement(WriteContext& context, const RepositoryRecord& repository,
                                std::string_view identifier) {
  TRY(require_entitlement_manager(context.actor, repository, context.now));
  TRY_ASSIGN(const EntitlementRecord record,
             find_entitlement(context.transaction, repository.id, identifier, nullptr, context.now));
  if (record.is_default)
    return invalid("The default entitlement token cannot be deleted; refresh or disable it instead.");
  return remove_entitlement(context, repository, record);
}

}  // namespace entrepot::registry
