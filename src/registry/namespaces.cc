#include "registry/namespaces.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/organisations.h"
#include "registry/repository_rows.h"

namespace entrepot::registry {
namespace {

bool belongs_to(const auth::Principal& actor, std::int64_t namespace_id, Timestamp now) {
  return actor.is_user() && (actor.user_id == namespace_id || actor.grants.contains(namespace_id) ||
                             auth::may_administer_server(actor, now));
}

Result<bool> reads_any(store::Transaction& transaction, const auth::Principal& actor, std::int64_t namespace_id,
                       Timestamp now) {
  bool reads = false;
  TRY(transaction.each(
      "SELECT id, visibility, default_privilege FROM repositories WHERE namespace_id = :a AND deleted_at IS NULL",
      {namespace_id}, [&](const store::Row& row) -> Result<void> {
        const auth::RepositoryFacts facts{
            .id = row.integer(0),
            .namespace_id = namespace_id,
            .is_public = row.text(1) == "public",
            .default_privilege = auth::parse_privilege(row.text(2)).value_or(auth::Privilege::none)};
        reads = reads || auth::privilege_on(actor, facts, now) >= auth::Privilege::read;
        return {};
      }));
  return reads;
}

/// Adds those in which one was given something in a single repository.
Result<void> add_given(store::Transaction& transaction, const auth::Principal& actor,
                       std::vector<NamespaceRecord>& to) {
  for (const auto& [repository_id, privilege] : actor.privileges) {
    TRY_ASSIGN(const auto repository, find_repository_by_id(transaction, repository_id));
    if (repository == nullptr || std::ranges::find(to, repository->namespace_id, &NamespaceRecord::id) != to.end()) {
      continue;
    }
    TRY_ASSIGN(to.emplace_back(), find_namespace(transaction, repository->namespace_slug));
  }
  return {};
}

Result<std::vector<NamespaceRecord>> list_public_namespaces(store::Transaction& transaction) {
  TRY_ASSIGN(const auto rows,
             transaction.query(std::string(kSelectNamespaces) +
                               " WHERE EXISTS (SELECT 1 FROM repositories r WHERE r.namespace_id = n.id AND "
                               "r.visibility = 'public' AND r.deleted_at IS NULL) ORDER BY n.slug_key"));
  std::vector<NamespaceRecord> all;
  for (const auto& row : rows) all.push_back(namespace_from_row(row));
  return all;
}

}  // namespace

NamespaceRecord namespace_from_row(const store::Row& row) {
  return {.id = row.integer(0),
          .slug = row.text(1),
          .slug_perm = row.text(2),
          .name = row.text(3),
          .kind = row.text(4) == "user" ? NamespaceKind::user : NamespaceKind::organisation,
          .created_at = from_unix(row.integer(5))};
}

Result<NamespaceRecord> find_namespace(store::Transaction& transaction, std::string_view slug) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectNamespaces) + " WHERE n.slug_key = :a", {to_lower(slug)}));
  if (!row) return namespace_not_found(slug);
  return namespace_from_row(*row);
}

Result<NamespaceRecord> find_visible_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                               std::string_view slug, Timestamp now) {
  TRY_ASSIGN(NamespaceRecord found, find_namespace(transaction, slug));
  if (belongs_to(actor, found.id, now)) return found;
  TRY_ASSIGN(const bool reads, reads_any(transaction, actor, found.id, now));
  if (!reads) return namespace_not_found(slug);
  return found;
}

Result<std::vector<NamespaceRecord>> list_namespaces(store::Transaction& transaction, const auth::Principal& actor,
                                                     Timestamp now) {
  if (!actor.is_user()) return list_public_namespaces(transaction);
  TRY_ASSIGN(auto all, list_organisations(transaction, actor, now));
  TRY_ASSIGN(auto own, find_namespace(transaction, actor.user));
  all.insert(all.begin(), std::move(own));
  TRY(add_given(transaction, actor, all));
  return all;
}

}  // namespace entrepot::registry
