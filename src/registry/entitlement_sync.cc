#include "registry/entitlement_sync.h"

#include "base/try.h"
#include "registry/access.h"
#include "registry/entitlement_rows.h"

namespace entrepot::registry {
namespace {

Result<RepositoryPointer> find_source(WriteContext& context, const RepositoryRecord& target,
                                      const std::string& source_slug) {
  TRY_ASSIGN(RepositoryPointer source, find_repository(context.transaction, target.namespace_slug, source_slug));
  if (source == nullptr) return repository_not_found(target.namespace_slug, source_slug);
  TRY(require_entitlement_manager(context.actor, *source, context.now));
  if (source->id == target.id) return invalid("A repository's tokens come from another one.");
  return source;
}

/// The undeletable one of the target becomes what the source's is.
Result<void> sync_default(WriteContext& context, const auth::Sealer& sealer, const RepositoryRecord& target,
                          EntitlementRecord record, const EntitlementRecord& source) {
  record.name = source.name;
  record.token = source.token;
  record.is_active = source.is_active;
  record.limits = source.limits;
  TRY(write_entitlement(context, sealer, record));
  TRY(reset_counts(context, record));
  return append_entitlement_event(context, EventKind::entitlement_updated, target.namespace_id, target.id, record.id,
                                  kGivenToken);
}

}  // namespace

Result<std::vector<EntitlementRecord>> sync_entitlements(WriteContext& context, const auth::Sealer& sealer,
                                                         const RepositoryRecord& target, const std::string& source_slug,
                                                         ShowTokens show) {
  TRY(require_entitlement_manager(context.actor, target, context.now));
  TRY_ASSIGN(const RepositoryPointer source, find_source(context, target, source_slug));
  TRY_ASSIGN(const auto wanted, entitlements_of(context.transaction, source->id, &sealer, context.now));
  TRY_ASSIGN(const auto present, entitlements_of(context.transaction, target.id, &sealer, context.now));
  for (const EntitlementRecord& record : present) {
    if (!record.is_default) TRY(remove_entitlement(context, target, record));
  }
  for (const EntitlementRecord& record : wanted) {
    if (!record.is_default) continue;
    for (const EntitlementRecord& mine : present) {
      if (mine.is_default) TRY(sync_default(context, sealer, target, mine, record));
    }
  }
  for (const EntitlementRecord& record : wanted) {
    if (record.is_default) continue;
    TRY(insert_entitlement(context, sealer,
                           {.namespace_id = target.namespace_id,
                            .repository_id = target.id,
                            .name = record.name,
                            .token = record.token,
                            .is_default = false,
                            .is_active = record.is_active,
                            .limits = record.limits,
                            .event_data = kGivenToken}));
  }
  return entitlements_of(context.transaction, target.id, show == ShowTokens::yes ? &sealer : nullptr, context.now);
}

}  // namespace entrepot::registry
