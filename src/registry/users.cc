#include "registry/users.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/namespace_rows.h"
#include "registry/sessions.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelectUsers =
    "SELECT u.id, n.slug, n.slug_perm, n.name, u.email, u.is_admin, u.disabled_at, u.password_hash IS NOT NULL, "
    "u.created_at, (SELECT MAX(s.at) FROM (SELECT k.created_at AS at FROM api_keys k WHERE k.user_id = u.id AND "
    "k.is_login = 1 UNION ALL SELECT * FROM (SELECT e.at FROM events e WHERE "
    "e.namespace_id = u.id AND e.kind = 'session_opened' ORDER BY e.sequence DESC LIMIT 1)) s) "
    "FROM users u "
    "JOIN namespaces n ON n.id = u.id";

UserRecord user_from_row(const store::Row& row) {
  const std::optional<std::int64_t> signed_in = row.optional_integer(9);
  return {.id = row.integer(0),
          .slug = row.text(1),
          .slug_perm = row.text(2),
          .name = row.text(3),
          .email = row.text(4),
          .is_admin = row.boolean(5),
          .is_disabled = !row.is_null(6),
          .has_password = row.boolean(7),
          .created_at = from_unix(row.integer(8)),
          .last_sign_in_at = signed_in ? std::optional(from_unix(*signed_in)) : std::nullopt};
}

/// Not a proof that mail arrives, only that it is not something else.
Result<void> check_email(std::string_view email) {
  const auto at = email.find('@');
  const bool plausible = email.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < email.size() &&
                         email.find('@', at + 1) == std::string_view::npos &&
                         std::ranges::all_of(email, [](char c) { return c > 0x20 && c < 0x7f; });
  if (plausible) return {};
  return invalid("The e-mail address must have the form name@domain and at most 254 characters.");
}

store::Value optional_text(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::monostate{};
  return *text;
}

Result<void> append(WriteContext& context, EventKind kind, const UserRecord& user) {
  return context.events.append({.kind = kind, .namespace_id = user.id, .subject_id = user.id});
}

}  // namespace

Result<UserRecord> create_user(WriteContext& context, const NewUser& user) {
  TRY(require_server_admin(context.actor, context.now));
  TRY_ASSIGN(const Slug slug, Slug::parse(user.slug));
  const std::string name = user.name.empty() ? user.slug : user.name;
  TRY(check_display_name("The user's name", name));
  if (user.email && !user.email->empty()) TRY(check_email(*user.email));
  TRY_ASSIGN(const std::int64_t id,
             insert_namespace(context, slug, NamespaceKind::user, name, make_slug_perm(context.random)));
  TRY(context.transaction.execute(
      "INSERT INTO users (id, email, password_hash, is_admin, created_at) VALUES (:a, :b, :c, :d, :e)",
      {id, optional_text(user.email), optional_text(user.password_hash), std::int64_t{user.is_admin ? 1 : 0},
       to_unix(context.now)}));
  TRY_ASSIGN(UserRecord record, find_user_by_id(context.transaction, id));
  TRY(append(context, EventKind::user_created, record));
  return record;
}

Result<UserRecord> disable_user(WriteContext& context, std::string_view slug) {
  TRY(require_server_admin(context.actor, context.now));
  TRY_ASSIGN(UserRecord user, find_user(context.transaction, slug));
  if (user.id == context.actor.user_id) return invalid("You cannot disable yourself.");
  if (user.is_disabled) return user;
  TRY(context.transaction.execute("UPDATE users SET disabled_at = :a WHERE id = :b", {to_unix(context.now), user.id}));
  TRY(drop_sessions(context, user.id));
  TRY(append(context, EventKind::user_disabled, user));
  user.is_disabled = true;
  return user;
}

Result<UserRecord> enable_user(WriteContext& context, std::string_view slug) {
  TRY(require_server_admin(context.actor, context.now));
  TRY_ASSIGN(UserRecord user, find_user(context.transaction, slug));
  if (!user.is_disabled) return user;
  TRY(context.transaction.execute("UPDATE users SET disabled_at = NULL WHERE id = :a", {user.id}));
  TRY(append(context, EventKind::user_enabled, user));
  user.is_disabled = false;
  return user;
}

Result<UserRecord> set_password(WriteContext& context, std::string_view slug, const std::string& password_hash) {
  TRY_ASSIGN(UserRecord user, find_user_to_change(context.transaction, context.actor, slug, context.now));
  TRY(context.transaction.execute("UPDATE users SET password_hash = :a WHERE id = :b", {password_hash, user.id}));
  TRY(drop_sessions(context, user.id));
  TRY(append(context, EventKind::user_updated, user));
  user.has_password = true;
  return user;
}

Result<UserRecord> find_user_to_change(store::Transaction& transaction, const auth::Principal& actor,
                                       std::string_view slug, Timestamp now) {
  TRY(require_full_user(actor, now));
  TRY_ASSIGN(UserRecord user, find_user(transaction, slug));
  if (user.id != actor.user_id && !auth::may_administer_server(actor, now)) return user_not_found(slug);
  return user;
}

Result<UserRecord> find_user(store::Transaction& transaction, std::string_view slug) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectUsers) + " WHERE n.slug_key = :a", {to_lower(slug)}));
  if (!row) return user_not_found(slug);
  return user_from_row(*row);
}

Result<UserRecord> find_user_by_id(store::Transaction& transaction, std::int64_t id) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelectUsers) + " WHERE u.id = :a", {id}));
  if (!row) return fail(ErrorCode::not_found, "There is no such user.");
  return user_from_row(*row);
}

Result<UserRecord> find_profile(store::Transaction& transaction, const auth::Principal& actor, std::string_view slug,
                                Timestamp now) {
  TRY_ASSIGN(UserRecord user, find_user(transaction, slug));
  if (user.id == actor.user_id || auth::may_administer_server(actor, now)) return user;
  TRY_ASSIGN(const auto common,
             transaction.query_one("SELECT own.organisation_id FROM memberships own JOIN memberships other ON "
                                   "other.organisation_id = own.organisation_id WHERE own.user_id = :a AND "
                                   "other.user_id = :b",
                                   {actor.user_id, user.id}));
  if (!common) return user_not_found(slug);
  return user;
}

Result<std::optional<std::string>> user_of_email(store::Transaction& transaction, std::string_view email) {
  TRY_ASSIGN(const auto rows,
             transaction.query("SELECT n.slug FROM users u JOIN namespaces n ON n.id = u.id WHERE LOWER(u.email) = :a "
                               "AND u.disabled_at IS NULL",
                               {to_lower(email)}));
  if (rows.size() != 1) return std::nullopt;
  return rows.front().text(0);
}

Result<std::vector<UserRecord>> list_users(store::Transaction& transaction, const auth::Principal& actor,
                                           Timestamp now) {
  std::vector<UserRecord> users;
  if (!actor.is_user()) return users;
  if (!auth::may_administer_server(actor, now)) {
    TRY_ASSIGN(UserRecord self, find_user_by_id(transaction, actor.user_id));
    users.push_back(std::move(self));
    return users;
  }
  TRY(transaction.each(std::string(kSelectUsers) + " ORDER BY n.slug_key", {},
                       [&users](const store::Row& row) -> Result<void> {
                         users.push_back(user_from_row(row));
                         return {};
                       }));
  return users;
}

}  // namespace entrepot::registry
