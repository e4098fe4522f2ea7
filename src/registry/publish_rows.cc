#include "registry/publish_rows.h"

#include <boost/json.hpp>

#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/access.h"
#include "registry/former_slugs.h"
#include "registry/package_rows.h"
#include "registry/publish_check.h"

namespace entrepot::registry {
namespace {

/// gc removes blobs inside write transactions of its own, so what is there now stays there until this one is committed.
Result<void> require_blob(blob::BlobStore& blobs, const Checksum& checksum) {
  if (blobs.open(checksum)) return {};
  return unavailable("The package's bytes were removed before they could be published; publish again.", 1);
}

std::string keywords_of(const PublishMetadata& metadata) {
  std::string joined;
  for (const std::string& keyword : metadata.keywords) {
    if (!joined.empty()) joined += ' ';
    joined += keyword;
  }
  return joined;
}

Result<CrateRow> insert_crate(WriteContext& context, const RepositoryScope& scope, const PublishMetadata& metadata) {
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "INSERT INTO crates (repository_id, name, canonical, index_key, description, keywords, max_version, "
                 "created_at, updated_at) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i) RETURNING id",
                 {scope.id(), metadata.name.text(), metadata.name.canonical(), metadata.name.index_key(),
                  metadata.description.value_or(""), keywords_of(metadata), metadata.version.text(),
                  to_unix(context.now), to_unix(context.now - Seconds(1))}));
  if (!row) return internal_error("a crate got no number");
  const std::int64_t id = row->integer(0);
  TRY(context.transaction.execute("INSERT INTO crate_owners (crate_id, user_id, added_at) VALUES (:a, :b, :c)",
                                  {id, context.actor.user_id, to_unix(context.now)}));
  return CrateRow{.id = id, .name = metadata.name.text(), .updated_at = context.now - Seconds(1)};
}

Result<std::string> line_of(const CheckedVersion& version, Timestamp now) {
  PublishMetadata metadata = version.metadata;
  metadata.dependencies = version.dependencies;
  TRY_ASSIGN(const IndexLine line, make_index_line(metadata, version.checksum, now));
  return to_json_line(line);
}

Result<std::int64_t> insert_version(WriteContext& context, const CrateRow& crate, const CheckedVersion& version) {
  TRY_ASSIGN(const std::string line, line_of(version, context.now));
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "INSERT INTO versions (crate_id, version, version_key, index_line, checksum, size, published_at, "
                 "published_by, slug_perm, checksum_md5, checksum_sha1, checksum_sha512, metadata, status_updated_at) "
                 "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n) RETURNING id",
                 {crate.id, version.metadata.version.text(), version.metadata.version.without_build(), line,
                  version.checksum.hex(), static_cast<std::int64_t>(version.size), to_unix(context.now),
                  context.actor.user_id, make_slug_perm(context.random), version.digests.md5, version.digests.sha1,
                  version.digests.sha512, metadata_to_json(version.metadata), to_unix(context.now)}));
  if (!row) return internal_error("a version got no number");
  return row->integer(0);
}

/// null when it is not there, because the version was deleted.
Result<boost::json::value> line_in_index(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(const auto row, transaction.query_one(
                                 "SELECT index_line FROM versions WHERE id = :a AND deleted_at IS NULL", {version_id}));
  return row ? boost::json::value(row->text(0)) : boost::json::value(nullptr);
}

/// Another upload under the same number: it is as new as any, but keeps its place in the index.
Result<void> replace_version(WriteContext& context, std::int64_t id, const CheckedVersion& version) {
  TRY_ASSIGN(const std::string line, line_of(version, context.now));
  TRY(context.transaction.execute(
      "UPDATE versions SET version = :a, index_line = :b, checksum = :c, size = :d, published_at = :e, "
      "published_by = :f, slug_perm = :g, checksum_md5 = :h, checksum_sha1 = :i, checksum_sha512 = :j, metadata = :k, "
      "status_updated_at = :l, yanked = 0, quarantined_at = NULL, deleted_at = NULL, deleted_by = NULL, purged_at = "
      "NULL, "
      "origin_repository_id = NULL WHERE id = :m",
      {version.metadata.version.text(), line, version.checksum.hex(), static_cast<std::int64_t>(version.size),
       to_unix(context.now), context.actor.user_id, make_slug_perm(context.random), version.digests.md5,
       version.digests.sha1, version.digests.sha512, metadata_to_json(version.metadata), to_unix(context.now), id}));
  TRY(context.transaction.execute("DELETE FROM version_tags WHERE version_id = :a", {id}));
  return {};
}

Result<void> insert_tags(store::Transaction& transaction, std::int64_t version_id,
                         const std::vector<std::string>& tags) {
  for (const std::string& tag : tags) {
    TRY(transaction.execute("INSERT INTO version_tags (version_id, tag, kind) VALUES (:a, :b, 'plain')",
                            {version_id, tag}));
  }
  return {};
}

}  // namespace

Result<std::int64_t> write_version(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                                   const CheckedVersion& version) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, repository.id));
  if (!current) return repository_not_found(repository.namespace_slug, repository.slug);
  const RepositoryScope scope(context.transaction, *current);
  const PublishMetadata& metadata = version.metadata;
  TRY_ASSIGN(PublishTarget target,
             check_target(scope, context.actor, metadata, version.dependencies,
                          {PublishPhase::commit, version.replaces, version.checksum}, context.now));
  TRY(check_former_versions(scope, metadata, version.checksum));
  TRY(require_blob(blobs, version.checksum));
  if (!target.crate) {
    TRY_ASSIGN(target.crate, insert_crate(context, scope, metadata));
  }
  TRY_ASSIGN(const CrateSums before, crate_sums(context.transaction, target.crate->id));
  std::int64_t version_id = target.replaced_version.value_or(0);
  boost::json::object data{{"checksum", version.checksum.hex()}};
  if (target.replaced_version) {
    TRY_ASSIGN(data["replaced_line"], line_in_index(context.transaction, version_id));
    TRY(replace_version(context, version_id, version));
  } else {
    TRY_ASSIGN(version_id, insert_version(context, *target.crate, version));
  }
  TRY(move_sums(scope, target.crate->id, before));
  TRY(insert_tags(context.transaction, version_id, version.tags));
  TRY(refresh_package(context.transaction, version_id));
  TRY(refresh_crate(scope, *target.crate, context.now));
  // The crate is described by its highest version; a late patch of an older one leaves that.
  TRY(context.transaction.execute(
      "UPDATE crates SET description = :a, keywords = :b WHERE id = :c AND max_version = :d",
      {metadata.description.value_or(""), keywords_of(metadata), target.crate->id, metadata.version.text()}));
  TRY(context.events.append({.kind = EventKind::published,
                             .namespace_id = current->namespace_id,
                             .repository_id = current->id,
                             .subject_id = version_id,
                             .crate = metadata.name.text(),
                             .version = metadata.version.text(),
                             .data = boost::json::serialize(data)}));
  return version_id;
}

}  // namespace entrepot::registry
