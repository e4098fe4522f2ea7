#include "registry/repository_privileges.h"

#include <map>

#include "base/try.h"
#include "registry/access.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

using Privileges = std::map<std::int64_t, auth::Privilege>;  // by user

Result<Privileges> privileges_of(store::Transaction& transaction, std::int64_t repository_id) {
  Privileges all;
  TRY(transaction.each("SELECT user_id, privilege FROM repository_privileges WHERE repository_id = :a", {repository_id},
                       [&all](const store::Row& row) -> Result<void> {
                         const auto privilege = auth::parse_privilege(row.text(1));
                         if (!privilege) return internal_error("a privilege in the database is not known");
                         all.emplace(row.integer(0), *privilege);
                         return {};
                       }));
  return all;
}

Result<void> require_member(store::Transaction& transaction, const RepositoryRecord& repository,
                            const UserRecord& user) {
  if (repository.namespace_kind == NamespaceKind::user) return {};
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT role FROM memberships WHERE organisation_id = :a AND user_id = :b",
                                   {repository.namespace_id, user.id}));
  if (row) return {};
  return invalid("'" + user.slug + "' is not a member of '" + repository.namespace_slug +
                 "'; add them to the organisation first, as a Collaborator if they shall have nothing else.");
}

Result<Privileges> check_wanted(store::Transaction& transaction, const RepositoryRecord& repository,
                                const std::vector<RepositoryPrivilege>& wanted) {
  Privileges checked;
  for (const RepositoryPrivilege& one : wanted) {
    auto user = find_user(transaction, one.user);
    if (!user && user.error().code == ErrorCode::not_found) return invalid(user.error().message);
    if (!user) return std::unexpected(user.error());
    TRY(require_member(transaction, repository, *user));
    if (!checked.emplace(user->id, one.privilege).second) return invalid("'" + user->slug + "' is named twice.");
  }
  return checked;
}

Result<void> note(WriteContext& context, EventKind kind, const RepositoryRecord& repository, std::int64_t user_id,
                  auth::Privilege privilege) {
  return context.events.append({.kind = kind,
                                .namespace_id = repository.namespace_id,
                                .repository_id = repository.id,
                                .subject_id = user_id,
                                .data = R"({"privilege":")" + std::string(auth::privilege_word(privilege)) + "\"}"});
}

Result<void> grant(WriteContext& context, const RepositoryRecord& repository, std::int64_t user_id,
                   auth::Privilege privilege) {
  TRY(context.transaction.execute(
      "INSERT INTO repository_privileges (repository_id, user_id, privilege, granted_at) VALUES (:a, :b, :c, :d) "
      "ON CONFLICT (repository_id, user_id) DO UPDATE SET privilege = excluded.privilege, granted_at = "
      "excluded.granted_at",
      {repository.id, user_id, std::string(auth::privilege_word(privilege)), to_unix(context.now)}));
  return note(context, EventKind::privilege_granted, repository, user_id, privilege);
}

Result<void> withdraw(WriteContext& context, const RepositoryRecord& repository, std::int64_t user_id,
                      auth::Privilege privilege) {
  TRY(context.transaction.execute("DELETE FROM repository_privileges WHERE repository_id = :a AND user_id = :b",
                                  {repository.id, user_id}));
  return note(context, EventKind::privilege_withdrawn, repository, user_id, privilege);
}

}  // namespace

Result<std::vector<RepositoryPrivilege>> list_privileges(const RepositoryScope& scope, const auth::Principal& actor,
                                                         Timestamp now) {
  TRY(require_privilege(actor, scope.repository(), auth::Privilege::admin, now));
  TRY_ASSIGN(const auto rows, scope.transaction().query(
                                  "SELECT n.slug, p.privilege FROM repository_privileges p JOIN namespaces n ON n.id = "
                                  "p.user_id WHERE p.repository_id = :a ORDER BY n.slug_key",
                                  {scope.id()}));
  std::vector<RepositoryPrivilege> all;
  for (const store::Row& row : rows) {
    all.push_back({row.text(0), auth::parse_privilege(row.text(1)).value_or(auth::Privilege::read)});
  }
  return all;
}

Result<void> change_privileges(WriteContext& context, const RepositoryRecord& repository,
                               const std::vector<RepositoryPrivilege>& wanted, PrivilegeChange how) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, repository.id));
  if (!current) return repository_not_found(repository.namespace_slug, repository.slug);
  TRY(require_privilege(context.actor, *current, auth::Privilege::admin, context.now));
  TRY_ASSIGN(const Privileges checked, check_wanted(context.transaction, *current, wanted));
  TRY_ASSIGN(const Privileges before, privileges_of(context.transaction, current->id));
  std::size_t count = checked.size();
  for (const auto& [user_id, privilege] : before) {
    if (checked.contains(user_id)) continue;
    if (how == PrivilegeChange::replace) {
      TRY(withdraw(context, *current, user_id, privilege));
    } else {
      ++count;
    }
  }
  if (count > kMostRepositoryPrivileges) return invalid("A repository has at most 1000 privileges of its own.");
  for (const auto& [user_id, privilege] : checked) {
    const auto known = before.find(user_id);
    if (known == before.end() || known->second != privilege) TRY(grant(context, *current, user_id, privilege));
  }
  return {};
}

Result<void> withdraw_privileges(store::Transaction& transaction, std::int64_t namespace_id, std::int64_t user_id) {
  TRY(
      transaction.execute("DELETE FROM repository_privileges WHERE user_id = :a AND repository_id IN "
                          "(SELECT id FROM repositories WHERE namespace_id = :b)",
                          {user_id, namespace_id}));
  return {};
}

}  // namespace entrepot::registry
