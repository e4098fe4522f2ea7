#pragma once

#include <string_view>

#include "registry/repository.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// The columns that `repository_from_row` reads, of repositories that live; ends so that " AND …" can follow.
inline constexpr std::string_view kSelectRepositories =
    "SELECT r.id, r.namespace_id, n.slug, n.kind, r.slug, r.slug_perm, r.name, r.description, r.visibility, "
    "r.default_privilege, r.settings, r.publish_rules, r.created_at, r.updated_at "
    "FROM repositories r JOIN namespaces n ON n.id = r.namespace_id WHERE r.deleted_at IS NULL";

Result<RepositoryPointer> repository_from_row(const store::Row& row);

}  // namespace entrepot::registry
