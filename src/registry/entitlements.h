#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/sealing.h"
#include "auth/secret.h"
#include "registry/entitlement_limits.h"
#include "registry/event_log.h"
#include "registry/repository.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// The data of an entitlement_created, _refreshed or _updated event whose token was given, not drawn: other
/// repositories may have it too.
inline constexpr std::string_view kGivenToken = R"({"token":"given"})";

struct EntitlementRecord {
  std::int64_t id = 0;
  std::string slug_perm;
  std::string name;
  auth::Secret token;  ///< empty unless it was asked for
  bool is_default = false;
  bool is_active = true;
  Timestamp created_at{};
  Timestamp updated_at{};
  std::string created_by;  ///< a user's slug, or empty
  EntitlementLimits limits{};
  EntitlementUsage usage{};  ///< as written down: memory (EntitlementUsages) may know of more
};

struct NewEntitlement {
  std::string name;
  std::optional<auth::Secret> token{};  ///< chosen by the user; else random
  bool is_active = true;
  LimitsPatch limits{};
};

/// A change of a token: what is there replaces what was.
struct EntitlementPatch {
  std::optional<std::string> name{};
  std::optional<auth::Secret> token{};
  std::optional<bool> is_active{};
  LimitsPatch limits{};
};

enum class ShowTokens : std::uint8_t { no, yes };

/// What the repository's setting manage_entitlements_privilege says (Admin unless it was changed), of the user's own:
/// everybody who reads a public repository is not meant.
Result<void> require_entitlement_manager(const auth::Principal& actor, const RepositoryRecord& repository,
                                         Timestamp now);

// All of them need that on the repository. `identifier` is the slug_perm or the number.

/// The token is in the answer.
Result<EntitlementRecord> create_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const RepositoryRecord& repository, const NewEntitlement& entitlement);
/// The undeletable one, called "Default"; made together with its repository.
Result<EntitlementRecord> create_default_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                                     std::int64_t namespace_id, std::int64_t repository_id);
/// Oldest first, deleted ones not.
Result<std::vector<EntitlementRecord>> list_entitlements(const RepositoryScope& scope, const auth::Principal& actor,
                                                         const auth::Sealer& sealer, ShowTokens show, Timestamp now);
Result<EntitlementRecord> get_entitlement(const RepositoryScope& scope, const auth::Principal& actor,
                                          const auth::Sealer& sealer, std::string_view identifier, ShowTokens show,
                                          Timestamp now);
/// What was counted goes on. The token is in the answer.
Result<EntitlementRecord> update_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                             const RepositoryRecord& repository, std::string_view identifier,
                                             const EntitlementPatch& patch);
/// A new token, random unless one is given; the old one stops working at once. Limits and what was counted stay, but
/// for what the patch says. The token is in the answer.
Result<EntitlementRecord> refresh_entitlement(WriteContext& context, const auth::Sealer& sealer,
                                              const RepositoryRecord& repository, std::string_view identifier,
                                              const EntitlementPatch& patch = {});
/// What was counted counts no more.
Result<void> reset_entitlement(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier);
enum class EntitlementState : std::uint8_t { disabled, enabled };
Result<EntitlementRecord> set_entitlement_state(WriteContext& context, const RepositoryRecord& repository,
                                                std::string_view identifier, EntitlementState state);
/// Not the default one.
Result<void> delete_entitlement(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier);

}  // namespace entrepot::registry
