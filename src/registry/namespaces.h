#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "registry/repository.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// A namespace, whoever's it is.
struct NamespaceRecord {
  std::int64_t id = 0;
  std::string slug;
  std::string slug_perm;
  std::string name;
  NamespaceKind kind = NamespaceKind::user;
  Timestamp created_at{};
};

/// The columns of a NamespaceRecord; ends so that a JOIN or a WHERE can follow.
inline constexpr std::string_view kSelectNamespaces =
    "SELECT n.id, n.slug, n.slug_perm, n.name, n.kind, n.created_at FROM namespaces n";
NamespaceRecord namespace_from_row(const store::Row& row);

/// `not_found` with a sentence.
Result<NamespaceRecord> find_namespace(store::Transaction& transaction, std::string_view slug);
/// The same for one in which there is nothing that the actor may see: whose it is not, who is not a member of it, and
/// who may read none of its repositories.
Result<NamespaceRecord> find_visible_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                               std::string_view slug, Timestamp now);
/// The actor's own, then those of their organisations (all for a server admin), then those in which they were given
/// something; for nobody those that have a public repository. By slug.
Result<std::vector<NamespaceRecord>> list_namespaces(store::Transaction& transaction, const auth::Principal& actor,
                                                     Timestamp now);

}  // namespace entrepot::registry
