#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "registry/entitlements.h"

namespace entrepot::registry {

// What the verbs about entitlement tokens have in common: the rows. Tokens are opened only where a sealer is given.

/// By slug_perm, or by number when the text is one. `not_found` with a sentence.
Result<EntitlementRecord> find_entitlement(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view identifier, const auth::Sealer* sealer, Timestamp now);
/// Oldest first.
Result<std::vector<EntitlementRecord>> entitlements_of(store::Transaction& transaction, std::int64_t repository_id,
                                                       const auth::Sealer* sealer, Timestamp now);

struct NewEntitlementRow {
  std::int64_t namespace_id;
  std::int64_t repository_id;
  std::string name;
  auth::Secret token;
  bool is_default;
  bool is_active;
  EntitlementLimits limits{};
  std::string_view event_data = "{}";
};
/// With its event.
Result<EntitlementRecord> insert_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const NewEntitlementRow& row);
/// Replaces name, state, token and limits by the record's, and what was counted where a period is over. No event.
Result<void> write_entitlement(WriteContext& context, const auth::Sealer& sealer, const EntitlementRecord& record);
/// What was counted counts no more; who remembers it learns so by an event of the caller's.
Result<void> reset_counts(WriteContext& context, const EntitlementRecord& record);
/// Marks it as deleted, with its event; its name can be used again.
Result<void> remove_entitlement(WriteContext& context, const RepositoryRecord& repository,
                                const EntitlementRecord& record);

Result<void> append_entitlement_event(WriteContext& context, EventKind kind, std::int64_t namespace_id,
                                      std::int64_t repository_id, std::int64_t entitlement_id,
                                      std::string_view data = "{}");

/// `conflict` when a living token of the repository, other than `except_id`, has it.
Result<void> require_free_entitlement_name(store::Transaction& transaction, std::int64_t repository_id,
                                           const std::string& name, std::int64_t except_id = 0);
Result<void> check_given_token(store::Transaction& transaction, std::int64_t repository_id, const auth::Secret& token);

}  // namespace entrepot::registry
