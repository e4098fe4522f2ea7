#include "registry/former_slugs.h"

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::registry {
namespace {

std::string version_words(std::string_view crate, std::string_view version) {
  return "'" + std::string(crate) + "' " + std::string(version);
}

}  // namespace

Result<void> remember_slug(store::Transaction& transaction, const RepositoryRecord& repository) {
  // Versions are numbered in the order of their coming: those up to the highest number of now are the ones that were
  // here.
  TRY(transaction.execute(
      "INSERT INTO former_slugs (namespace_id, slug_key, repository_id, last_version_id) "
      "VALUES (:a, :b, :c, (SELECT COALESCE(MAX(id), 0) FROM versions)) "
      "ON CONFLICT (namespace_id, slug_key, repository_id) DO UPDATE SET last_version_id = excluded.last_version_id",
      {repository.namespace_id, to_lower(repository.slug), repository.id}));
  return {};
}

Result<void> check_former_versions(const RepositoryScope& scope, const PublishMetadata& metadata,
                                   const Checksum& checksum) {
  const RepositoryRecord& repository = scope.repository();
  TRY_ASSIGN(const auto other,
             scope.transaction().query_one(
                 "SELECT v.version FROM former_slugs f JOIN crates c ON c.repository_id = f.repository_id "
                 "JOIN versions v ON v.crate_id = c.id AND v.id <= f.last_version_id "
                 "WHERE f.namespace_id = :a AND f.slug_key = :b AND f.repository_id <> :c "
                 "AND c.canonical = :d AND v.version_key = :e AND v.checksum <> :f LIMIT 1",
                 {repository.namespace_id, to_lower(repository.slug), repository.id, metadata.name.canonical(),
                  metadata.version.without_build(), checksum.hex()}));
  if (!other) return {};
  return fail(ErrorCode::conflict, "The version " + version_words(metadata.name.text(), other->text(0)) +
                                       " was uploaded with other content to another repository that was called '" +
                                       repository.slug + "' before; its number never comes back with other bytes.");
}

Result<void> check_former_versions_at(const RepositoryScope& scope, const Slug& slug) {
  TRY_ASSIGN(const auto other, scope.transaction().query_one(
                                   "SELECT own.name, mine.version FROM former_slugs f "
                                   "JOIN crates theirs ON theirs.repository_id = f.repository_id "
                                   "JOIN versions v ON v.crate_id = theirs.id AND v.id <= f.last_version_id "
                                   "JOIN crates own ON own.repository_id = :d AND own.canonical = theirs.canonical "
                                   "JOIN versions mine ON mine.crate_id = own.id AND mine.version_key = v.version_key "
                                   "WHERE f.namespace_id = :a AND f.slug_key = :b AND f.repository_id <> :c "
                                   "AND mine.deleted_at IS NULL AND mine.checksum <> v.checksum LIMIT 1",
                                   {scope.repository().namespace_id, slug.key(), scope.id(), scope.id()}));
  if (!other) return {};
  return fail(ErrorCode::conflict, "This repository cannot be called '" + slug.text() +
                                       "': another one was before, and had the version " +
                                       version_words(other->text(0), other->text(1)) +
                                       " with other content, whose number never comes back with other bytes.");
}

}  // namespace entrepot::registry
