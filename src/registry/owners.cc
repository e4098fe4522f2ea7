#include "registry/owners.h"

#include <algorithm>

#include "auth/lookup.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/crate_rows.h"
#include "registry/registry.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

/// As crates.io: a request that names more is a mistake or an attack.
constexpr std::size_t kMostLogins = 10;

Result<std::vector<CrateOwner>> owners_of(const RepositoryScope& scope, const CrateRow& crate) {
  TRY_ASSIGN(const auto rows,
             scope.transaction().query("SELECT o.user_id, n.slug, n.name FROM crate_owners o JOIN namespaces n "
                                       "ON n.id = o.user_id WHERE o.crate_id = :a ORDER BY o.added_at, n.slug_key",
                                       {crate.id}));
  std::vector<CrateOwner> found;
  for (const auto& row : rows) {
    found.push_back({.id = static_cast<std::uint32_t>(row.integer(0)), .login = row.text(1), .name = row.text(2)});
  }
  return found;
}

Result<UserRecord> find_login(store::Transaction& transaction, const std::string& login) {
  if (login.contains(':')) {
    return invalid("'" + login + "' names a team; owners are users of this server, named as they log in.");
  }
  auto user = find_user(transaction, login);
  if (!user && user.error().code == ErrorCode::not_found) {
    return invalid("There is no user called '" + login + "' on this server, so they cannot own a crate.");
  }
  return user;
}

Result<bool> has_active_owner(store::Transaction& transaction, const CrateRow& crate) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT o.user_id FROM crate_owners o JOIN users u ON u.id = o.user_id "
                                   "WHERE o.crate_id = :a AND u.disabled_at IS NULL LIMIT 1",
                                   {crate.id}));
  return row.has_value();
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

/// An owner who may not write to the repository could do nothing with the crate.
Result<void> require_writer(WriteContext& context, const RepositoryRecord& repository, const UserRecord& user) {
  TRY_ASSIGN(const auth::Principal owner, auth::principal_of_user(context.transaction, user.id));
  if (auth::privilege_on(owner, repository.facts(), context.now) >= auth::Privilege::write) return {};
  const std::string where = repository.namespace_slug + "/" + repository.slug;
  if (repository.namespace_kind == NamespaceKind::user) {
    return invalid("'" + user.slug + "' may not write to " + where +
                   ", so they cannot own a crate there: it is a user's own repository. Crates of several people belong "
                   "into a repository of an organisation.");
  }
  return invalid("'" + user.slug + "' may not write to " + where +
                 ", so they cannot own a crate there. Make them a member of the organisation '" +
                 repository.namespace_slug +
                 "', as Manager, or as Member if the repository's default privilege is Write.");
}

/// One login's change; the user's slug when something changed.
Result<std::optional<std::string>> change_one(WriteContext& context, const RepositoryScope& scope,
                                              const CrateRow& crate, OwnersChange change, const std::string& login) {
  TRY_ASSIGN(const UserRecord user, find_login(context.transaction, login));
  TRY_ASSIGN(const bool owns, is_owner(scope, crate.id, user.id));
  const bool adds = change == OwnersChange::add;
  if (adds == owns) {
    if (adds) return std::nullopt;
    return invalid("'" + user.slug + "' is not an owner of '" + crate.name + "'.");
  }
  if (adds && user.is_disabled) return invalid("The user '" + user.slug + "' is disabled and cannot own a crate.");
  if (adds) TRY(require_writer(context, scope.repository(), user));
  if (adds) {
    TRY(context.transaction.execute("INSERT INTO crate_owners (crate_id, user_id, added_at) VALUES (:a, :b, :c)",
                                    {crate.id, user.id, to_unix(context.now)}));
  } else {
    TRY(context.transaction.execute("DELETE FROM crate_owners WHERE crate_id = :a AND user_id = :b",
                                    {crate.id, user.id}));
  }
  TRY(context.events.append({.kind = adds ? EventKind::owner_added : EventKind::owner_removed,
                             .namespace_id = scope.repository().namespace_id,
                             .repository_id = scope.id(),
                             .subject_id = user.id,
                             .crate = crate.name}));
  return user.slug;
}

}  // namespace

Result<std::vector<CrateOwner>> list_owners(const RepositoryScope& scope, const std::string& crate) {
  TRY_ASSIGN(const CrateRow found, find_exact_crate(scope, crate));
  return owners_of(scope, found);
}

Result<OwnersAnswer> change_owners_in(WriteContext& context, const RepositoryRecord& repository,
                                      const std::string& crate, OwnersChange change,
                                      const std::vector<std::string>& logins) {
  const RepositoryScope scope(context.transaction, repository);
  TRY(require_publisher(repository, context.actor, context.now));
  TRY_ASSIGN(const CrateRow found, find_exact_crate(scope, crate));
  TRY(require_crate_owner(scope, context.actor, found, context.now));
  if (logins.empty()) return invalid("Name at least one user.");
  if (logins.size() > kMostLogins) return invalid("At most 10 owners can be changed at once.");
  std::vector<std::string> changed;
  for (const std::string& login : logins) {
    TRY_ASSIGN(auto slug, change_one(context, scope, found, change, login));
    if (slug) changed.push_back(std::move(*slug));
  }
  OwnersAnswer answer;
  TRY_ASSIGN(answer.owners, owners_of(scope, found));
  TRY_ASSIGN(const bool has_owner, has_active_owner(context.transaction, found));
  if (change == OwnersChange::remove && !has_owner) {
    return invalid("'" + found.name + "' must keep at least one owner who is not disabled; add another one first.");
  }
  if (changed.empty()) {
    answer.message = "nothing to do: they own the crate " + found.name + " already";
  } else if (change == OwnersChange::add) {
    answer.message = joined(changed) + " now own" + (changed.size() == 1 ? "s" : "") + " the crate " + found.name;
  } else {
    answer.message =
        joined(changed) + (changed.size() == 1 ? " is" : " are") + " no longer an owner of the crate " + found.name;
  }
  return answer;
}

net::Task<Result<std::vector<CrateOwner>>> owners(Registry& registry, RepositoryPointer repository, std::string crate) {
  co_return co_await registry.database().read([repository, crate](store::Transaction& transaction) {
    return list_owners(RepositoryScope(transaction, *repository), crate);
  });
}

net::Task<Result<OwnersAnswer>> change_owners(Registry& registry, std::shared_ptr<const auth::Principal> principal,
                                              RepositoryPointer repository, std::string crate, OwnersChange change,
                                              std::vector<std::string> logins) {
  co_return co_await registry.writer().write(std::move(principal),
                                             [repository, crate, change, logins](WriteContext& context) {
                                               return change_owners_in(context, *repository, crate, change, logins);
                                             });
}

}  // namespace entrepot::registry
