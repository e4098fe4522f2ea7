#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/entitlements.h"

namespace entrepot::registry {

/// Gives a repository the tokens of another one of its namespace, and those only: names, tokens, states and limits. Its
/// default token becomes what the other's is, its other tokens are deleted for good; all counts begin anew. Who asks
/// must manage the tokens of both. The answer is what it has then, oldest first.
Result<std::vector<EntitlementRecord>> sync_entitlements(WriteContext& context, const auth::Sealer& sealer,
                                                         const RepositoryRecord& target, const std::string& source_slug,
                                                         ShowTokens show);

}  // namespace entrepot::registry
