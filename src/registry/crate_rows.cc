#include "registry/crate_rows.h"

#include <algorithm>
#include <utility>

#include "base/try.h"
#include "cargo/version.h"
#include "registry/access.h"
#include "registry/listed_crates.h"
#include "registry/package_rows.h"
#include "registry/package_settings.h"
#include "registry/search_index.h"

namespace entrepot::registry {

Result<std::optional<CrateRow>> find_crate(const RepositoryScope& scope, std::string_view name) {
  // `searchable` is the canonical form: lower case, '-' as '_'.
  TRY_ASSIGN(const auto row, scope.transaction().query_one(
                                 "SELECT id, name, updated_at FROM crates WHERE repository_id = :a AND canonical = :b",
                                 {scope.id(), searchable(name)}));
  if (!row) return std::nullopt;
  return CrateRow{.id = row->integer(0), .name = row->text(1), .updated_at = from_unix(row->integer(2))};
}

Result<CrateRow> find_exact_crate(const RepositoryScope& scope, std::string_view name) {
  TRY_ASSIGN(auto crate, find_crate(scope, name));
  if (!crate) return crate_not_found(name);
  if (crate->name != name) {
    return fail(ErrorCode::not_found, "There is no crate called '" + std::string(name) +
                                          "' in this repository; did you mean '" + crate->name + "'?");
  }
  return std::move(*crate);
}

Result<bool> is_owner(const RepositoryScope& scope, std::int64_t crate_id, std::int64_t user_id) {
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one("SELECT user_id FROM crate_owners WHERE crate_id = :a AND user_id = :b",
                                           {crate_id, user_id}));
  return row.has_value();
}

Result<void> require_publisher(const RepositoryRecord& repository, const auth::Principal& actor, Timestamp now) {
  TRY(require_privilege(actor, repository, auth::Privilege::read, now));
  const bool reaches = !actor.repositories || std::ranges::binary_search(*actor.repositories, repository.id);
  if (actor.is_user() && !auth::is_expired(actor, now) && (actor.scope == auth::Scope::read || !reaches)) {
    return fail(ErrorCode::forbidden,
                "This API key may not publish to " + repository.namespace_slug + "/" + repository.slug +
                    "; it needs the scope publish, and must not be restricted to other repositories.");
  }
  return require_privilege(actor, repository, auth::Privilege::write, now);  // says what is missing
}

Result<void> require_crate_pattern(const auth::Principal& actor, std::string_view crate) {
  if (auth::may_publish_crate(actor, crate)) return {};
  return fail(ErrorCode::forbidden, "This API key is restricted to other crates than '" + std::string(crate) + "'.");
}

Result<void> require_crate_owner(const RepositoryScope& scope, const auth::Principal& actor, const CrateRow& crate,
                                 Timestamp now) {
  TRY(require_publisher(scope.repository(), actor, now));
  TRY(require_crate_pattern(actor, crate.name));
  TRY_ASSIGN(const bool owns, is_owner(scope, crate.id, actor.user_id));
  if (owns) return {};
  // The user's own standing counts here; what the key may do has been checked above.
  auth::Principal user = actor;
  user.scope = auth::Scope::admin;
  user.crate_patterns.reset();
  if (auth::privilege_on(user, scope.repository().facts(), now) == auth::Privilege::admin) return {};
  return fail(ErrorCode::forbidden, "Only owners of '" + crate.name +
                                        "' and admins of the repository may do this; an owner can add you with "
                                        "`cargo owner --add " +
                                        actor.user + "`.");
}

namespace {

/// The highest version that is offered, and may be `latest`.
Result<std::optional<std::int64_t>> latest_version(const RepositoryScope& scope, std::int64_t crate_id) {
  const bool tags_prereleases = package_settings(scope.repository().settings).tag_prereleases_as_latest;
  std::optional<Version> highest;
  std::int64_t id = 0;
  TRY(scope.transaction().each(
      "SELECT id, version FROM versions WHERE crate_id = :a AND deleted_at IS NULL AND yanked = 0 AND "
      "quarantined_at IS NULL",
      {crate_id}, [&](const store::Row& row) -> Result<void> {
        TRY_ASSIGN(Version version, Version::parse(row.text(1)));
        if (version.is_prerelease() && !tags_prereleases) return {};
        if (highest && precedence(version, *highest) <= 0) return {};
        highest = std::move(version);
        id = row.integer(0);
        return {};
      }));
  return highest ? std::optional(id) : std::nullopt;
}

}  // namespace

Result<void> refresh_crate(const RepositoryScope& scope, const CrateRow& crate, Timestamp now) {
  store::Transaction& transaction = scope.transaction();
  TRY(measure_crate(transaction, crate.id));
  const Timestamp updated = std::max(now, crate.updated_at + Seconds(1));
  TRY(transaction.execute("UPDATE crates SET updated_at = :a WHERE id = :b", {to_unix(updated), crate.id}));
  TRY_ASSIGN(const auto latest, latest_version(scope, crate.id));
  TRY(move_latest_tag(transaction, crate.id, latest));
  return list_crate(transaction, crate.id);
}

Result<CrateSums> crate_sums(store::Transaction& transaction, std::int64_t crate_id) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(
                 "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM versions WHERE crate_id = :a AND deleted_at IS NULL",
                 {crate_id}));
  if (!row) return internal_error("a count gave no row");
  return CrateSums{.crates = row->integer(0) > 0 ? 1 : 0, .versions = row->integer(0), .bytes = row->integer(1)};
}

Result<void> move_sums(const RepositoryScope& scope, std::int64_t crate_id, const CrateSums& before) {
  TRY_ASSIGN(const CrateSums after, crate_sums(scope.transaction(), crate_id));
  TRY(scope.transaction().execute(
      "UPDATE repositories SET crate_count = crate_count + :a, version_count = version_count + :b, "
      "byte_count = byte_count + :c WHERE id = :d",
      {after.crates - before.crates, after.versions - before.versions, after.bytes - before.bytes, scope.id()}));
  return {};
}

}  // namespace entrepot::registry
