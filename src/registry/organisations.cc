#include "registry/organisations.h"

#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/namespace_rows.h"
#include "registry/repository_privileges.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelectMembers =
    "SELECT m.user_id, n.slug, n.slug_perm, n.name, u.email, m.role, u.disabled_at, m.joined_at FROM memberships m "
    "JOIN users u ON u.id = m.user_id JOIN namespaces n ON n.id = m.user_id";

Result<MemberRecord> member_from_row(const store::Row& row) {
  const auto role = auth::parse_role(row.text(5));
  if (!role) return internal_error("a membership in the database has an unknown role");
  return MemberRecord{.user_id = row.integer(0),
                      .user = row.text(1),
                      .user_slug_perm = row.text(2),
                      .user_name = row.text(3),
                      .email = row.text(4),
                      .role = *role,
                      .is_active = row.is_null(6),
                      .joined_at = from_unix(row.integer(7))};
}

/// An organisation, for those who may know of it; for others the same sentence, whether it exists or not.
Result<NamespaceRecord> find_organisation(store::Transaction& transaction, const auth::Principal& actor,
                                          std::string_view slug, Timestamp now) {
  auto found = find_namespace(transaction, slug);
  if (!found && found.error().code != ErrorCode::not_found) return found;
  const bool visible = found && found->kind == NamespaceKind::organisation && actor.is_user() &&
                       (actor.grants.contains(found->id) || auth::may_administer_server(actor, now));
  if (!visible) {
    return fail(ErrorCode::not_found, "There is no organisation called '" + std::string(slug) + "'.");
  }
  return found;
}

Result<MemberRecord> find_member(store::Transaction& transaction, const NamespaceRecord& organisation,
                                 std::string_view user) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectMembers) + " WHERE m.organisation_id = :a AND n.slug_key = :b",
                                   {organisation.id, to_lower(user)}));
  if (!row) {
    return fail(ErrorCode::not_found,
                "'" + std::string(user) + "' is not a member of the organisation '" + organisation.slug + "'.");
  }
  return member_from_row(*row);
}

/// Members may be changed by Owners, Managers and server admins; Owners only by Owners and server admins.
Result<void> require_member_admin(const WriteContext& context, const NamespaceRecord& organisation,
                                  auth::Role touched) {
  const auth::Principal& actor = context.actor;
  if (!auth::may_administer_namespace(actor, organisation.id, context.now)) {
    return fail(ErrorCode::forbidden,
                "Only Owners and Managers of '" + organisation.slug +
                    "' may change its members, by password or by an unrestricted key of scope admin.");
  }
  const auto grant = actor.grants.find(organisation.id);
  const bool is_manager = grant != actor.grants.end() && grant->second == auth::Role::manager;
  if (touched == auth::Role::owner && is_manager && !actor.is_admin) {
    return fail(ErrorCode::forbidden, "Only Owners of '" + organisation.slug + "' may make or change Owners.");
  }
  return {};
}

Result<void> require_other_owner(store::Transaction& transaction, const NamespaceRecord& organisation,
                                 const MemberRecord& member) {
  if (member.role != auth::Role::owner) return {};
  TRY_ASSIGN(const auto other,
             transaction.query_one("SELECT m.user_id FROM memberships m JOIN users u ON u.id = m.user_id "
                                   "WHERE m.organisation_id = :a AND m.role = 'Owner' AND m.user_id <> :b "
                                   "AND u.disabled_at IS NULL",
                                   {organisation.id, member.user_id}));
  if (other) return {};
  return invalid("'" + member.user + "' is the last active Owner of '" + organisation.slug +
                 "'; make somebody else Owner first.");
}

Result<void> append(WriteContext& context, EventKind kind, const NamespaceRecord& organisation, std::int64_t user_id,
                    auth::Role role) {
  return context.events.append({.kind = kind,
                                .namespace_id = organisation.id,
                                .subject_id = user_id,
                                .data = R"({"role":")" + std::string(auth::role_word(role)) + "\"}"});
}

Result<void> insert_member(WriteContext& context, const NamespaceRecord& organisation, std::int64_t user_id,
                           auth::Role role) {
  TRY(context.transaction.execute(
      "INSERT INTO memberships (organisation_id, user_id, role, joined_at) VALUES (:a, :b, :c, :d)",
      {organisation.id, user_id, std::string(auth::role_word(role)), to_unix(context.now)}));
  return {};
}

}  // namespace

Result<NamespaceRecord> create_organisation(WriteContext& context, const NewOrganisation& organisation) {
  TRY(require_full_user(context.actor, context.now));
  TRY_ASSIGN(const Slug slug, Slug::parse(organisation.slug));
  const std::string name = organisation.name.empty() ? organisation.slug : organisation.name;
  TRY(check_display_name("The organisation's name", name));
  TRY(insert_namespace(context, slug, NamespaceKind::organisation, name, make_slug_perm(context.random)));
  TRY_ASSIGN(NamespaceRecord created, find_namespace(context.transaction, slug.text()));
  TRY(insert_member(context, created, context.actor.user_id, auth::Role::owner));
  TRY(append(context, EventKind::organisation_created, created, context.actor.user_id, auth::Role::owner));
  return created;
}

Result<std::vector<NamespaceRecord>> list_organisations(store::Transaction& transaction, const auth::Principal& actor,
                                                        Timestamp now, OrganisationsOf of) {
  std::vector<NamespaceRecord> organisations;
  if (!actor.is_user()) return organisations;
  std::string sql(kSelectNamespaces);
  std::vector<store::Value> values;
  if (of == OrganisationsOf::who_may_see_them && auth::may_administer_server(actor, now)) {
    sql += " WHERE n.kind = 'organisation'";
  } else {
    sql += " JOIN memberships m ON m.organisation_id = n.id WHERE m.user_id = :a";
    values.emplace_back(actor.user_id);
  }
  TRY_ASSIGN(const auto rows, transaction.query(sql + " ORDER BY n.slug_key", std::move(values)));
  for (const auto& row : rows) organisations.push_back(namespace_from_row(row));
  return organisations;
}

Result<std::vector<MemberRecord>> list_members(store::Transaction& transaction, const auth::Principal& actor,
                                               std::string_view organisation, Timestamp now) {
  TRY_ASSIGN(const NamespaceRecord found, find_organisation(transaction, actor, organisation, now));
  const bool sees_all = require_full_user(actor, now).has_value();
  const bool sees_emails = auth::may_administer_namespace(actor, found.id, now);
  TRY_ASSIGN(
      const auto rows,
      transaction.query(std::string(kSelectMembers) + " WHERE m.organisation_id = :a ORDER BY n.slug_key", {found.id}));
  std::vector<MemberRecord> members;
  for (const auto& row : rows) {
    TRY_ASSIGN(MemberRecord member, member_from_row(row));
    if (!sees_all && member.user_id != actor.user_id) continue;
    if (!sees_emails) member.email.clear();
    members.push_back(std::move(member));
  }
  return members;
}

Result<MemberRecord> add_member(WriteContext& context, std::string_view organisation, std::string_view user,
                                auth::Role role) {
  TRY_ASSIGN(const NamespaceRecord found,
             find_organisation(context.transaction, context.actor, organisation, context.now));
  TRY(require_member_admin(context, found, role));
  TRY_ASSIGN(const UserRecord added, find_user(context.transaction, user));
  if (find_member(context.transaction, found, user)) {
    return fail(ErrorCode::conflict, "'" + added.slug + "' is a member of '" + found.slug + "' already.");
  }
  TRY(insert_member(context, found, added.id, role));
  TRY(append(context, EventKind::member_added, found, added.id, role));
  return find_member(context.transaction, found, user);
}

Result<MemberRecord> update_member(WriteContext& context, std::string_view organisation, std::string_view user,
                                   auth::Role role) {
  TRY_ASSIGN(const NamespaceRecord found,
             find_organisation(context.transaction, context.actor, organisation, context.now));
  TRY(require_member_admin(context, found, role));
  TRY_ASSIGN(MemberRecord member, find_member(context.transaction, found, user));
  TRY(require_member_admin(context, found, member.role));
  if (member.role == role) return member;
  TRY(require_other_owner(context.transaction, found, member));
  TRY(context.transaction.execute("UPDATE memberships SET role = :a WHERE organisation_id = :b AND user_id = :c",
                                  {std::string(auth::role_word(role)), found.id, member.user_id}));
  TRY(append(context, EventKind::member_updated, found, member.user_id, role));
  member.role = role;
  return member;
}

Result<void> remove_member(WriteContext& context, std::string_view organisation, std::string_view user) {
  TRY_ASSIGN(const NamespaceRecord found,
             find_organisation(context.transaction, context.actor, organisation, context.now));
  TRY_ASSIGN(const MemberRecord member, find_member(context.transaction, found, user));
  const bool leaves =
      member.user_id == context.actor.user_id && require_full_user(context.actor, context.now).has_value();
  if (!leaves) TRY(require_member_admin(context, found, member.role));
  TRY(require_other_owner(context.transaction, found, member));
  TRY(context.transaction.execute("DELETE FROM memberships WHERE organisation_id = :a AND user_id = :b",
                                  {found.id, member.user_id}));
  TRY(withdraw_privileges(context.transaction, found.id, member.user_id));
  return append(context, EventKind::member_removed, found, member.user_id, member.role);
}

}  // namespace entrepot::registry
