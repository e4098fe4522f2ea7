#include "registry/repositories.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

#include "base/encoding.h"
#include "base/slug.h"
#include "base/try.h"
#include "cargo/publish_rules.h"
#include "registry/access.h"
#include "registry/entitlements.h"
#include "registry/former_slugs.h"
#include "registry/json_merge.h"
#include "registry/namespaces.h"
#include "registry/repository_rows.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kLongestDescription = 1'000;
constexpr std::size_t kLargestSettings = 64 * 1024;

std::string visibility_word(Visibility visibility) {
  return visibility == Visibility::public_ ? "public" : "private";
}

/// "My Crates!" → "my-crates".
std::string slug_from_name(std::string_view name) {
  std::string slug;
  for (const char c : to_lower(name)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (keeps) slug += c;
    if (!keeps && !slug.empty() && slug.back() != '-') slug += '-';
  }
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

Result<void> check_description(std::string_view description) {
  if (description.size() <= kLongestDescription && is_utf8(description)) return {};
  return invalid("The description must have at most 1000 bytes of UTF-8.");
}

Result<void> check_settings(std::string_view settings) {
  if (settings.size() > kLargestSettings) return invalid("The settings are too large.");
  TRY(parse_object("The settings", settings));
  return {};
}

Result<void> check_rules(std::string_view rules) {
  TRY_ASSIGN(const boost::json::object object, parse_object("The publish rules", rules));
  TRY(publish_rules_from_json(object));
  return {};
}

Result<void> require_free_slug(store::Transaction& transaction, std::int64_t namespace_id, const Slug& slug,
                               std::int64_t except_id) {
  TRY_ASSIGN(const auto taken,
             transaction.query_one("SELECT id FROM repositories WHERE namespace_id = :a AND slug_key = :b AND id <> :c",
                                   {namespace_id, slug.key(), except_id}));
  if (!taken) return {};
  return fail(ErrorCode::conflict, "There is a repository called '" + slug.text() + "' in this namespace already.");
}

Result<RepositoryPointer> reread(store::Transaction& transaction, std::int64_t id) {
  TRY_ASSIGN(RepositoryPointer record, find_repository_by_id(transaction, id));
  if (!record) return internal_error("a repository vanished inside its own transaction");
  return record;
}

/// The change laid over the record; what is not given stays.
struct Columns {
  std::string name;
  Slug slug;
  std::string description;
  Visibility visibility;
  auth::Privilege default_privilege;
  std::string settings;
  std::string publish_rules;
};

Result<std::string> stored_rules(store::Transaction& transaction, std::int64_t id) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT publish_rules FROM repositories WHERE id = :a", {id}));
  return row ? row->text(0) : std::string("{}");
}

Result<Columns> changed_columns(WriteContext& context, const RepositoryRecord& repository,
                                const RepositoryChange& change) {
  TRY_ASSIGN(Slug slug, Slug::parse(change.slug.value_or(repository.slug)));
  TRY(require_free_slug(context.transaction, repository.namespace_id, slug, repository.id));
  if (slug.key() != to_lower(repository.slug)) {
    TRY(check_former_versions_at(RepositoryScope(context.transaction, repository), slug));
  }
  Columns columns{.name = change.name.value_or(repository.name),
                  .slug = std::move(slug),
                  .description = change.description.value_or(repository.description),
                  .visibility = change.visibility.value_or(repository.visibility),
                  .default_privilege = change.default_privilege.value_or(repository.default_privilege),
                  .settings = repository.settings,
                  .publish_rules = {}};
  TRY(check_display_name("The repository's name", columns.name));
  TRY(check_description(columns.description));
  if (change.settings) {
    TRY_ASSIGN(columns.settings, merge_objects("The settings", columns.settings, *change.settings));
    TRY(check_settings(columns.settings));
  }
  TRY_ASSIGN(columns.publish_rules, stored_rules(context.transaction, repository.id));
  if (change.publish_rules) {
    TRY_ASSIGN(columns.publish_rules, merge_objects("The publish rules", columns.publish_rules, *change.publish_rules));
    TRY(check_rules(columns.publish_rules));
  }
  return columns;
}

/// Whether slug, name or description of a row of kSelectRepositories hold it.
bool speaks_of(const store::Row& row, std::string_view lower_case) {
  constexpr std::array<std::size_t, 3> kColumns{4, 6, 7};
  return std::ranges::any_of(kColumns, [&row, lower_case](std::size_t column) {
    return to_lower(row.text(column)).find(lower_case) != std::string::npos;
  });
}

}  // namespace

Result<RepositoryPointer> create_repository(WriteContext& context, const auth::Sealer& sealer,
                                            std::string_view namespace_slug, const NewRepository& repository) {
  TRY_ASSIGN(const NamespaceRecord owner, find_namespace(context.transaction, namespace_slug));
  if (!auth::may_administer_namespace(context.actor, owner.id, context.now)) {
    const bool is_theirs = owner.id == context.actor.user_id || context.actor.grants.contains(owner.id);
    if (!is_theirs) return namespace_not_found(namespace_slug);  // as for one that does not exist
    if (auth::may_administer_namespace(auth::without_key_limits(context.actor), owner.id, context.now)) {
      return fail(ErrorCode::forbidden, "You may make repositories in '" + owner.slug +
                                            "', but not with this API key, whose scope is " +
                                            std::string(auth::scope_word(context.actor.scope)) +
                                            ": use an unrestricted key of scope admin, or your password.");
    }
    return fail(
        ErrorCode::forbidden,
        "You may not make repositories in '" + owner.slug +
            "': that needs your own namespace, or an Owner or Manager of the organisation, by password or by an "
            "unrestricted key of scope admin.");
  }
  TRY(check_display_name("The repository's name", repository.name));
  TRY_ASSIGN(const Slug slug, Slug::parse(repository.slug.empty() ? slug_from_name(repository.name) : repository.slug));
  TRY(require_free_slug(context.transaction, owner.id, slug, 0));
  TRY(check_description(repository.description));
  TRY(check_settings(repository.settings));
  TRY(check_rules(repository.publish_rules));
  TRY_ASSIGN(
      const auto row,
      context.transaction.query_one(
          "INSERT INTO repositories (namespace_id, slug, slug_key, slug_perm, name, description, visibility, "
          "default_privilege, settings, publish_rules, created_at, updated_at) "
          "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) RETURNING id",
          {owner.id, slug.text(), slug.key(), make_slug_perm(context.random), repository.name, repository.description,
           visibility_word(repository.visibility), std::string(auth::privilege_word(repository.default_privilege)),
           repository.settings, repository.publish_rules, to_unix(context.now), to_unix(context.now)}));
  if (!row) return internal_error("a repository got no number");
  const std::int64_t id = row->integer(0);
  TRY(context.events.append({.kind = EventKind::repository_created, .namespace_id = owner.id, .repository_id = id}));
  TRY(create_default_entitlement(context, sealer, owner.id, id));
  return reread(context.transaction, id);
}

Result<RepositoryPointer> update_repository(WriteContext& context, const RepositoryRecord& repository,
                                            const RepositoryChange& change) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, repository.id));
  if (!current) return repository_not_found(repository.namespace_slug, repository.slug);
  TRY(require_privilege(context.actor, *current, auth::Privilege::admin, context.now));
  TRY_ASSIGN(const Columns columns, changed_columns(context, *current, change));
  TRY(context.transaction.execute(
      "UPDATE repositories SET slug = :a, slug_key = :b, name = :c, description = :d, visibility = :e, "
      "default_privilege = :f, settings = :g, publish_rules = :h, updated_at = :i WHERE id = :j",
      {columns.slug.text(), columns.slug.key(), columns.name, columns.description, visibility_word(columns.visibility),
       std::string(auth::privilege_word(columns.default_privilege)), columns.settings, columns.publish_rules,
       to_unix(context.now), current->id}));
  if (columns.slug.key() != to_lower(current->slug)) {
    TRY(remember_slug(context.transaction, *current));
  }
  TRY(context.events.append(
      {.kind = EventKind::repository_updated, .namespace_id = current->namespace_id, .repository_id = current->id}));
  return reread(context.transaction, current->id);
}

Result<void> delete_repository(WriteContext& context, const RepositoryRecord& repository) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, repository.id));
  if (!current) return repository_not_found(repository.namespace_slug, repository.slug);
  TRY(require_privilege(context.actor, *current, auth::Privilege::admin, context.now));
  // The key gets a '.', which no slug has, so that the slug can be used again.
  TRY(context.transaction.execute(
      "UPDATE repositories SET deleted_at = :a, slug_key = :b WHERE id = :c",
      {to_unix(context.now), to_lower(current->slug) + '.' + std::to_string(current->id), current->id}));
  TRY(remember_slug(context.transaction, *current));
  return context.events.append(
      {.kind = EventKind::repository_deleted, .namespace_id = current->namespace_id, .repository_id = current->id});
}

Result<std::vector<RepositoryPointer>> list_repositories(store::Transaction& transaction, const auth::Principal& actor,
                                                         std::optional<std::string> namespace_slug, Timestamp now,
                                                         std::string_view query) {
  std::string sql(kSelectRepositories);
  std::vector<store::Value> values;
  if (actor.kind == auth::PrincipalKind::anonymous) sql += " AND r.visibility = 'public'";
  if (namespace_slug) {
    sql += " AND n.slug_key = :a";
    values.emplace_back(to_lower(*namespace_slug));
  }
  std::vector<RepositoryPointer> visible;
  TRY(transaction.each(sql + " ORDER BY n.slug_key, r.slug_key", std::move(values),
                       [&, words = to_lower(query)](const store::Row& row) -> Result<void> {
                         if (!words.empty() && !speaks_of(row, words)) return {};
                         TRY_ASSIGN(RepositoryPointer record, repository_from_row(row));
                         if (auth::privilege_on(actor, record->facts(), now) >= auth::Privilege::read) {
                           visible.push_back(std::move(record));
                         }
                         return {};
                       }));
  return visible;
}

Result<RepositoryPointer> get_repository(store::Transaction& transaction, const auth::Principal& actor,
                                         std::string_view namespace_slug, std::string_view repository_slug,
                                         Timestamp now) {
  TRY_ASSIGN(RepositoryPointer record, find_repository(transaction, namespace_slug, repository_slug));
  if (!record || auth::privilege_on(actor, record->facts(), now) < auth::Privilege::read) {
    return repository_not_found(namespace_slug, repository_slug);
  }
  return record;
}

Result<RepositoryNumbers> repository_numbers(store::Transaction& transaction, const RepositoryRecord& repository) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(
                 "SELECT crate_count, version_count, download_count, byte_count FROM repositories WHERE id = :a",
                 {repository.id}));
  if (!row) return repository_not_found(repository.namespace_slug, repository.slug);
  return RepositoryNumbers{
      .crates = row->integer(0), .versions = row->integer(1), .downloads = row->integer(2), .bytes = row->integer(3)};
}

}  // namespace entrepot::registry
