#include "auth/lookup.h"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::auth {
namespace {

Result<boost::json::array> parse_list(const std::string& text) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_array()) return internal_error("an API key's restriction in the database is not a JSON list");
  return std::move(value.as_array());
}

Result<std::vector<std::int64_t>> parse_numbers(const std::string& text) {
  TRY_ASSIGN(const boost::json::array list, parse_list(text));
  std::vector<std::int64_t> numbers;
  for (const auto& item : list) {
    if (!item.is_int64()) return internal_error("an API key's repositories in the database are not numbers");
    numbers.push_back(item.get_int64());
  }
  std::ranges::sort(numbers);
  return numbers;
}

Result<std::vector<std::string>> parse_texts(const std::string& text) {
  TRY_ASSIGN(const boost::json::array list, parse_list(text));
  std::vector<std::string> texts;
  for (const auto& item : list) {
    if (!item.is_string()) return internal_error("an API key's crate patterns in the database are not text");
    texts.emplace_back(item.get_string());
  }
  return texts;
}

Result<void> add_grants(store::Transaction& transaction, Principal& principal) {
  TRY_ASSIGN(const auto rows, transaction.query("SELECT organisation_id, role FROM memberships WHERE user_id = :a",
                                                {principal.user_id}));
  for (const auto& row : rows) {
    if (const auto role = parse_role(row.text(1))) principal.grants.emplace(row.integer(0), *role);
  }
  TRY_ASSIGN(const auto given,
             transaction.query("SELECT repository_id, privilege FROM repository_privileges WHERE user_id = :a",
                               {principal.user_id}));
  for (const auto& row : given) {
    if (const auto privilege = parse_privilege(row.text(1))) principal.privileges.emplace(row.integer(0), *privilege);
  }
  return {};
}

constexpr std::string_view kSelectEntitlement =
    "SELECT e.id, e.name, e.repository_id, e.limit_date_from, e.limit_date_to, "
    "CASE WHEN COALESCE(e.limit_num_downloads, e.limit_num_clients, e.limit_bandwidth) IS NULL THEN 0 ELSE 1 END, "
    "CASE WHEN e.limit_package_query IS NULL THEN 0 ELSE 1 END FROM entitlements e JOIN repositories r ON r.id = "
    "e.repository_id "
    "WHERE e.token_hash = :a AND e.is_active = 1 AND e.deleted_at IS NULL AND r.deleted_at IS NULL ";

std::optional<Timestamp> time_of(const store::Row& row, std::size_t column) {
  const auto seconds = row.optional_integer(column);
  return seconds ? std::optional(from_unix(*seconds)) : std::nullopt;
}

Result<std::optional<Principal>> entitlement_of(const std::vector<store::Row>& rows) {
  if (rows.empty()) return std::nullopt;
  Principal principal;
  principal.kind = PrincipalKind::entitlement;
  principal.scope = Scope::read;
  principal.entitlement_id = rows.front().integer(0);
  principal.entitlement_name = rows.front().text(1);
  for (const auto& row : rows) {
    principal.entitled_repositories.push_back(row.integer(2));
    const LimitedEntitlement limited{.repository_id = row.integer(2),
                                     .entitlement_id = row.integer(0),
                                     .date_from = time_of(row, 3),
                                     .date_to = time_of(row, 4),
                                     .is_counted = row.boolean(5),
                                     .is_partial = row.boolean(6)};
    if (limited.date_from || limited.date_to || limited.is_counted || limited.is_partial) {
      principal.limited_entitlements.push_back(limited);
    }
  }
  std::ranges::sort(principal.entitled_repositories);
  return principal;
}

/// `condition` says which key and uses :b only; :a is the present.
Result<std::optional<Principal>> api_key_where(store::Transaction& transaction, std::string_view condition,
                                               store::Value which, Timestamp now) {
  TRY_ASSIGN(
      const auto row,
      transaction.query_one(
          "SELECT k.id, k.name, k.scope, k.repositories, k.crate_patterns, k.expires_at, u.id, n.slug, u.is_admin "
          "FROM api_keys k JOIN users u ON u.id = k.user_id JOIN namespaces n ON n.id = u.id "
          "WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :a) "
          "AND u.disabled_at IS NULL AND " +
              std::string(condition),
          {to_unix(now), std::move(which)}));
  if (!row) return std::nullopt;
  Principal principal;
  principal.kind = PrincipalKind::api_key;
  principal.key_id = row->integer(0);
  principal.key_name = row->text(1);
  const auto scope = parse_scope(row->text(2));
  if (!scope) return internal_error("an API key in the database has an unknown scope");
  principal.scope = *scope;
  if (!row->is_null(3)) {
    TRY_ASSIGN(principal.repositories, parse_numbers(row->text(3)));
  }
  if (!row->is_null(4)) {
    TRY_ASSIGN(principal.crate_patterns, parse_texts(row->text(4)));
  }
  if (const auto expires = row->optional_integer(5)) principal.expires_at = from_unix(*expires);
  principal.user_id = row->integer(6);
  principal.user = row->text(7);
  principal.is_admin = row->boolean(8);
  TRY(add_grants(transaction, principal));
  return principal;
}

/// Two passwords never have the same hash, for each is salted.
std::uint64_t mark_of(std::string_view password_hash) {
  return password_hash.empty() ? 0 : std::hash<std::string_view>{}(password_hash);
}

/// `condition` says which user and uses :a.
Result<std::optional<UserLogin>> login_where(store::Transaction& transaction, std::string_view condition,
                                             store::Value which) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT u.id, n.slug, u.is_admin, u.password_hash FROM namespaces n "
                                                   "JOIN users u ON u.id = n.id WHERE u.disabled_at IS NULL AND " +
                                                       std::string(condition),
                                                   {std::move(which)}));
  if (!row) return std::nullopt;
  UserLogin login;
  login.principal.kind = PrincipalKind::user;
  login.principal.user_id = row->integer(0);
  login.principal.user = row->text(1);
  login.principal.is_admin = row->boolean(2);
  login.password_hash = row->text(3);
  login.principal.password_mark = mark_of(login.password_hash);
  TRY(add_grants(transaction, login.principal));
  return login;
}

}  // namespace

Result<std::optional<Principal>> find_api_key(store::Transaction& transaction, const TokenHash& hash, Timestamp now) {
  return api_key_where(transaction, "k.secret_hash = :b", hash.hex(), now);
}

Result<std::optional<Principal>> find_entitlement(store::Transaction& transaction, const TokenHash& hash) {
  TRY_ASSIGN(const auto rows, transaction.query(std::string(kSelectEntitlement) + "ORDER BY e.id", {hash.hex()}));
  return entitlement_of(rows);
}

Result<std::optional<Principal>> find_entitlement_in(store::Transaction& transaction, std::int64_t repository_id,
                                                     const TokenHash& hash) {
  TRY_ASSIGN(const auto rows,
             transaction.query(std::string(kSelectEntitlement) + "AND e.repository_id = :b ORDER BY e.id",
                               {hash.hex(), repository_id}));
  return entitlement_of(rows);
}

Result<std::optional<UserLogin>> find_user_login(store::Transaction& transaction, std::string_view name) {
  return login_where(transaction, "n.slug_key = :a", to_lower(name));
}

Result<std::optional<SessionLogin>> find_session(store::Transaction& transaction, const TokenHash& hash) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT id, user_id, created_at, last_used_at FROM sessions WHERE secret_hash = :a",
                                   {hash.hex()}));
  if (!row) return std::nullopt;
  TRY_ASSIGN(auto login, login_where(transaction, "u.id = :a", row->integer(1)));
  if (!login) return std::nullopt;
  login->principal.session_id = row->integer(0);
  return SessionLogin{.principal = std::move(login->principal),
                      .times = {.created_at = from_unix(row->integer(2)), .last_used_at = from_unix(row->integer(3))}};
}

Result<Principal> principal_of_user(store::Transaction& transaction, std::int64_t user_id) {
  TRY_ASSIGN(auto login, login_where(transaction, "u.id = :a", user_id));
  if (!login) return fail(ErrorCode::not_found, "There is no such user.");
  return std::move(login->principal);
}

namespace {

/// Whoever came with a password that has been changed since, or by a session that was ended, is nobody.
Result<bool> is_still_good(store::Transaction& transaction, const Principal& shown,
                           const std::optional<UserLogin>& present) {
  if (!present) return false;
  if (shown.session_id == 0) return present->principal.password_mark == shown.password_mark;
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT id FROM sessions WHERE id = :a AND user_id = :b",
                                                   {shown.session_id, shown.user_id}));
  return row.has_value();
}

}  // namespace

Result<Principal> reload(store::Transaction& transaction, const Principal& principal, Timestamp now) {
  if (!principal.is_user() || principal.user_id == 0) return principal;
  std::optional<Principal> current;
  if (principal.kind == PrincipalKind::api_key) {
    TRY_ASSIGN(current, api_key_where(transaction, "k.id = :b", principal.key_id, now));
  } else {
    TRY_ASSIGN(auto login, login_where(transaction, "u.id = :a", principal.user_id));
    TRY_ASSIGN(const bool is_good, is_still_good(transaction, principal, login));
    if (is_good) {
      current = std::move(login->principal);
      current->session_id = principal.session_id;
    }
  }
  if (current) return std::move(*current);
  return fail(ErrorCode::unauthenticated, "The credentials are not known, expired or revoked.",
              "they were right when the request began");
}

}  // namespace entrepot::auth
