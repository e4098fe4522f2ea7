#include "registry/publish_rows.h"

#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/access.h"
#include "registry/former_slugs.h"
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
                 "published_by) VALUES (:a, :b, :c, :d, :e, :f, :g, :h) RETURNING id",
                 {crate.id, version.metadata.version.text(), version.metadata.version.without_build(), line,
                  version.checksum.hex(), static_cast<std::int64_t>(version.size), to_unix(context.now),
                  context.actor.user_id}));
  if (!row) return internal_error("a version got no number");
  return row->integer(0);
}

Result<void> count_version(WriteContext& context, const RepositoryScope& scope, const CheckedVersion& version,
                           std::int64_t new_crates) {
  TRY(context.transaction.execute(
      "UPDATE repositories SET crate_count = crate_count + :a, version_count = version_count + 1, "
      "byte_count = byte_count + :b WHERE id = :c",
      {new_crates, static_cast<std::int64_t>(version.size), scope.id()}));
  return {};
}

}  // namespace

Result<void> write_version(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                           const CheckedVersion& version) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, repository.id));
  if (!current) return repository_not_found(repository.namespace_slug, repository.slug);
  const RepositoryScope scope(context.transaction, *current);
  const PublishMetadata& metadata = version.metadata;
  TRY_ASSIGN(PublishTarget target,
             check_target(scope, context.actor, metadata, version.dependencies, PublishPhase::commit, context.now));
  TRY(check_former_versions(scope, metadata, version.checksum));
  TRY(require_blob(blobs, version.checksum));
  const bool is_new = !target.crate;
  if (is_new) {
    TRY_ASSIGN(target.crate, insert_crate(context, scope, metadata));
  }
  TRY_ASSIGN(const std::int64_t version_id, insert_version(context, *target.crate, version));
  TRY(count_version(context, scope, version, is_new ? 1 : 0));
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
                             .data = R"({"checksum":")" + version.checksum.hex() + "\"}"}));
  return {};
}

}  // namespace entrepot::registry
