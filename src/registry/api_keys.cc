#include "registry/api_keys.h"

#include <algorithm>
#include <boost/json.hpp>

#include "auth/tokens.h"
#include "base/encoding.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "registry/access.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kMostRestrictions = 100;
constexpr std::string_view kSelectKeys =
    "SELECT k.id, k.slug_perm, k.user_id, n.slug, k.name, k.prefix, k.scope, k.repositories, k.crate_patterns, "
    "k.created_at, k.expires_at, k.revoked_at, k.last_used_at FROM api_keys k JOIN namespaces n ON n.id = k.user_id";

std::optional<Timestamp> optional_time(const store::Row& row, std::size_t column) {
  const auto seconds = row.optional_integer(column);
  if (!seconds) return std::nullopt;
  return from_unix(*seconds);
}

Result<boost::json::array> parse_list(const std::string& text) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_array()) return internal_error("an API key's restriction in the database is not a JSON list");
  return std::move(value.get_array());
}

/// The names of what the key is restricted to; a repository that is gone is left out.
Result<std::vector<std::string>> repository_names(store::Transaction& transaction, const std::string& list) {
  TRY_ASSIGN(const boost::json::array ids, parse_list(list));
  std::vector<std::string> names;
  for (const auto& id : ids) {
    if (!id.is_int64()) return internal_error("an API key's repositories in the database are not numbers");
    TRY_ASSIGN(const auto row,
               transaction.query_one("SELECT n.slug, r.slug FROM repositories r JOIN namespaces n "
                                     "ON n.id = r.namespace_id WHERE r.id = :a AND r.deleted_at IS NULL",
                                     {id.get_int64()}));
    if (row) names.push_back(row->text(0) + '/' + row->text(1));
  }
  return names;
}

Result<ApiKeyRecord> key_from_row(store::Transaction& transaction, const store::Row& row) {
  const auto scope = auth::parse_scope(row.text(6));
  if (!scope) return internal_error("an API key in the database has an unknown scope");
  ApiKeyRecord record{.id = row.integer(0),
                      .slug_perm = row.text(1),
                      .user_id = row.integer(2),
                      .user = row.text(3),
                      .name = row.text(4),
                      .prefix = row.text(5),
                      .scope = *scope,
                      .created_at = from_unix(row.integer(9)),
                      .expires_at = optional_time(row, 10),
                      .revoked_at = optional_time(row, 11),
                      .last_used_at = optional_time(row, 12)};
  if (!row.is_null(7)) {
    TRY_ASSIGN(record.repositories, repository_names(transaction, row.text(7)));
  }
  if (!row.is_null(8)) {
    TRY_ASSIGN(const boost::json::array patterns, parse_list(row.text(8)));
    record.crate_patterns.emplace();
    for (const auto& pattern : patterns) {
      if (!pattern.is_string()) return internal_error("an API key's crate patterns in the database are not text");
      record.crate_patterns->emplace_back(pattern.get_string());
    }
  }
  return record;
}

Result<void> check_pattern(std::string_view pattern) {
  std::string_view name = pattern;
  if (name.ends_with('*')) name.remove_suffix(1);
  if (name.empty() && !pattern.empty()) return {};
  if (CrateName::parse(name)) return {};
  return invalid("'" + std::string(pattern) +
                 "' is no crate pattern; write a name, a beginning with '*' (my-*), or '*'.");
}

/// Whether everything that `narrow` matches, `wide` matches too.
bool covers(std::string_view wide, std::string_view narrow) {
  if (!narrow.ends_with('*')) return auth::matches_crate_pattern(wide, narrow);
  return wide.ends_with('*') && auth::matches_crate_pattern(wide, narrow.substr(0, narrow.size() - 1));
}

using Numbers = std::vector<std::int64_t>;

Result<std::optional<Numbers>> resolve_repositories(const WriteContext& context, const NewApiKey& key) {
  if (!key.repositories) return std::nullopt;
  if (key.repositories->empty() || key.repositories->size() > kMostRestrictions) {
    return invalid("A key is restricted to 1 to 100 repositories, or to none.");
  }
  Numbers numbers;
  for (const std::string& name : *key.repositories) {
    const auto slash = name.find('/');
    if (slash == std::string::npos) return invalid("Write a repository as namespace/repository, not '" + name + "'.");
    const std::string namespace_slug = name.substr(0, slash);
    const std::string repository_slug = name.substr(slash + 1);
    TRY_ASSIGN(const RepositoryPointer found, find_repository(context.transaction, namespace_slug, repository_slug));
    if (!found || auth::privilege_on(context.actor, found->facts(), context.now) < auth::Privilege::read) {
      return invalid("There is no repository " + name + ".");
    }
    numbers.push_back(found->id);
  }
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return numbers;
}

Result<void> check_patterns(const NewApiKey& key) {
  if (!key.crate_patterns) return {};
  if (key.crate_patterns->empty() || key.crate_patterns->size() > kMostRestrictions) {
    return invalid("A key is restricted to 1 to 100 crate patterns, or to none.");
  }
  for (const std::string& pattern : *key.crate_patterns) TRY(check_pattern(pattern));
  return {};
}

/// Whether a key that expires then, or never, would work longer than the one that the actor shows.
bool outlives(const auth::Principal& actor, const std::optional<Timestamp>& expires_at) {
  return actor.expires_at && !(expires_at && *expires_at <= *actor.expires_at);
}

/// A key makes no key that may do more, or lives longer, than itself. Only keys of scope admin make keys at all.
Result<void> check_not_wider(const auth::Principal& actor, const NewApiKey& key,
                             const std::optional<Numbers>& repositories) {
  const auto wider = [](std::string_view what) {
    return fail(ErrorCode::forbidden, "A key cannot make a key that is wider than itself: " + std::string(what) + ".");
  };
  if (actor.repositories && !(repositories && std::ranges::includes(*actor.repositories, *repositories))) {
    return wider("it is restricted to some repositories");
  }
  if (outlives(actor, key.expires_at)) return wider("it expires earlier");
  if (!actor.crate_patterns) return {};
  const auto allowed = [&actor](const std::string& pattern) {
    return std::ranges::any_of(*actor.crate_patterns,
                               [&pattern](const std::string& own) { return covers(own, pattern); });
  };
  if (!key.crate_patterns || !std::ranges::all_of(*key.crate_patterns, allowed)) {
    return wider("it is restricted to some crates");
  }
  return {};
}

Result<std::int64_t> key_owner(const WriteContext& context, const NewApiKey& key) {
  const auth::Principal& actor = context.actor;
  if (!actor.is_user() || auth::is_expired(actor, context.now)) {
    return fail(ErrorCode::unauthenticated, "This needs a user's API key or password.");
  }
  if (actor.scope != auth::Scope::admin) {
    return fail(ErrorCode::forbidden, "Keys are made with a password or with an API key of scope admin.");
  }
  if (!key.user) return actor.user_id;
  if (to_lower(*key.user) == to_lower(actor.user)) return actor.user_id;
  TRY(require_server_admin(actor, context.now));  // before looking: others learn nothing of who exists
  TRY_ASSIGN(const UserRecord user, find_user(context.transaction, *key.user));
  if (user.is_disabled) return invalid("The user '" + user.slug + "' is disabled.");
  return user.id;
}

template <typename T>
store::Value json_list(const std::optional<std::vector<T>>& items) {
  if (!items) return std::monostate{};
  boost::json::array list;
  for (const T& item : *items) list.emplace_back(item);
  return boost::json::serialize(list);
}

store::Value optional_seconds(const std::optional<Timestamp>& time) {
  if (!time) return std::monostate{};
  return std::int64_t{to_unix(*time)};
}

Result<std::optional<store::Row>> find_key(store::Transaction& transaction, std::string_view slug_perm) {
  return transaction.query_one(std::string(kSelectKeys) + " WHERE k.slug_perm = :a", {std::string(slug_perm)});
}

std::unexpected<Error> key_not_found(std::string_view slug_perm) {
  return fail(ErrorCode::not_found, "There is no API key '" + std::string(slug_perm) + "'.");
}

}  // namespace

Result<CreatedApiKey> create_api_key(WriteContext& context, const NewApiKey& key) {
  TRY_ASSIGN(const std::int64_t user_id, key_owner(context, key));
  TRY(check_display_name("The key's name", key.name));
  if (key.name.starts_with('-')) return invalid("The key's name must not begin with '-'.");
  TRY(check_patterns(key));
  if (key.expires_at && *key.expires_at <= context.now) return invalid("The key's expiry is in the past.");
  TRY_ASSIGN(const std::optional<Numbers> repositories, resolve_repositories(context, key));
  TRY(check_not_wider(context.actor, key, repositories));

  auth::Secret secret = auth::make_api_key(context.random);
  const std::string slug_perm = make_slug_perm(context.random);
  TRY(context.transaction.execute(
      "INSERT INTO api_keys (slug_perm, user_id, name, secret_hash, prefix, scope, repositories, crate_patterns, "
      "created_at, expires_at) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j)",
      {slug_perm, user_id, key.name, auth::TokenHash(secret).hex(),
       std::string(secret.reveal().substr(0, auth::kShownKeyLength)), std::string(auth::scope_word(key.scope)),
       json_list(repositories), json_list(key.crate_patterns), to_unix(context.now),
       optional_seconds(key.expires_at)}));
  TRY_ASSIGN(const auto row, find_key(context.transaction, slug_perm));
  if (!row) return internal_error("an API key vanished inside its own transaction");
  TRY_ASSIGN(ApiKeyRecord record, key_from_row(context.transaction, *row));
  TRY(context.events.append({.kind = EventKind::api_key_created, .namespace_id = user_id, .subject_id = record.id}));
  return CreatedApiKey{.record = std::move(record), .secret = std::move(secret)};
}

Result<std::vector<ApiKeyRecord>> list_api_keys(store::Transaction& transaction, const auth::Principal& actor,
                                                std::optional<std::string> user, Timestamp now) {
  if (!actor.is_user()) return fail(ErrorCode::unauthenticated, "This needs a user's API key or password.");
  std::optional<std::int64_t> user_id = actor.user_id;
  if (auth::may_administer_server(actor, now)) user_id.reset();
  if (user) {
    if (to_lower(*user) != to_lower(actor.user)) TRY(require_server_admin(actor, now));
    TRY_ASSIGN(const UserRecord wanted, find_user(transaction, *user));
    user_id = wanted.id;
  }
  std::string sql(kSelectKeys);
  std::vector<store::Value> values;
  if (!require_full_user(actor, now)) {  // a leaked CI key must not tell what other keys there are
    sql += " WHERE k.id = :a";
    values.emplace_back(actor.key_id);
  } else if (user_id) {
    sql += " WHERE k.user_id = :a";
    values.emplace_back(*user_id);
  }
  TRY_ASSIGN(const auto rows, transaction.query(sql + " ORDER BY k.id DESC", std::move(values)));
  std::vector<ApiKeyRecord> keys;
  for (const auto& row : rows) {
    TRY_ASSIGN(ApiKeyRecord record, key_from_row(transaction, row));
    keys.push_back(std::move(record));
  }
  return keys;
}

Result<CreatedApiKey> create_login_key(WriteContext& context) {
  constexpr std::string_view kName = "login";
  TRY_ASSIGN(CreatedApiKey created, create_api_key(context, {.name = std::string(kName), .scope = auth::Scope::admin}));
  TRY(context.transaction.execute("UPDATE api_keys SET is_login = 1 WHERE id = :a", {created.record.id}));
  TRY_ASSIGN(const auto rows,
             context.transaction.query("SELECT slug_perm FROM api_keys WHERE user_id = :a AND is_login = 1 "
                                       "AND revoked_at IS NULL ORDER BY id DESC",
                                       {created.record.user_id}));
  for (std::size_t place = kMostLoginKeys; place < rows.size(); ++place) {
    TRY(revoke_api_key(context, rows[place].text(0)));
  }
  return created;
}

Result<CreatedApiKey> refresh_api_key(WriteContext& context, std::string_view slug_perm) {
  TRY(require_full_user(context.actor, context.now));
  TRY_ASSIGN(const auto row, find_key(context.transaction, slug_perm));
  if (!row || row->integer(2) != context.actor.user_id) return key_not_found(slug_perm);
  TRY_ASSIGN(ApiKeyRecord record, key_from_row(context.transaction, *row));
  if (record.revoked_at) return fail(ErrorCode::conflict, "This API key was revoked; make another.");
  if (record.expires_at && *record.expires_at <= context.now) {
    return fail(ErrorCode::conflict, "This API key has expired; make another.");
  }
  if (outlives(context.actor, record.expires_at)) {
    return fail(ErrorCode::forbidden, "A key cannot refresh a key that lives longer than itself.");
  }
  auth::Secret secret = auth::make_api_key(context.random);
  record.prefix = secret.reveal().substr(0, auth::kShownKeyLength);
  TRY(context.transaction.execute("UPDATE api_keys SET secret_hash = :a, prefix = :b WHERE id = :c",
                                  {auth::TokenHash(secret).hex(), record.prefix, record.id}));
  TRY(context.events.append(
      {.kind = EventKind::api_key_refreshed, .namespace_id = record.user_id, .subject_id = record.id}));
  return CreatedApiKey{.record = std::move(record), .secret = std::move(secret)};
}

Result<void> revoke_api_key(WriteContext& context, std::string_view slug_perm) {
  const auth::Principal& actor = context.actor;
  if (!actor.is_user()) return fail(ErrorCode::unauthenticated, "This needs a user's API key or password.");
  TRY_ASSIGN(const auto row, find_key(context.transaction, slug_perm));
  if (!row) return key_not_found(slug_perm);
  const std::int64_t key_id = row->integer(0);
  const std::int64_t user_id = row->integer(2);
  if (user_id != actor.user_id && !auth::may_administer_server(actor, context.now)) return key_not_found(slug_perm);
  // Any key may revoke itself: that is what one does with a leaked one.
  if (key_id != actor.key_id) TRY(require_full_user(actor, context.now));
  if (!row->is_null(11)) return {};
  TRY(context.transaction.execute("UPDATE api_keys SET revoked_at = :a WHERE id = :b", {to_unix(context.now), key_id}));
  return context.events.append({.kind = EventKind::api_key_revoked, .namespace_id = user_id, .subject_id = key_id});
}

}  // namespace entrepot::registry
