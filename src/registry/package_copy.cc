#include "registry/package_copy.h"

#include "base/try.h"
#include "cargo/index_line.h"
#include "cargo/registry_url.h"
#include "registry/access.h"
#include "registry/crate_rows.h"
#include "registry/own_urls.h"
#include "registry/package_changes.h"
#include "registry/publish_rows.h"

namespace entrepot::registry {
namespace {

/// The version as a publish to the destination would have checked it.
Result<CheckedVersion> as_published(const PackageInfo& package, const RepositoryPointer& destination,
                                    std::string_view public_url, bool republish) {
  TRY_ASSIGN(IndexLine line, parse_index_line(package.index_line));
  TRY(normalise_registries(line.dependencies, is_alias_of(destination, std::string(public_url))));
  PublishMetadata metadata = metadata_from_json(package.metadata, line.name, line.version);
  metadata.features = line.features;
  metadata.links = line.links;
  metadata.rust_version = line.rust_version;
  CheckedVersion out{.metadata = std::move(metadata),
                     .dependencies = std::move(line.dependencies),
                     .checksum = line.checksum,
                     .digests = package.digests,
                     .size = static_cast<std::uint64_t>(package.size),
                     .replaces = republish};
  return out;
}

/// What a publish does not know of: where it comes from, that it was yanked there, and its tags.
Result<void> carry_over(WriteContext& context, const PackageInfo& from, std::int64_t version_id) {
  TRY_ASSIGN(const auto row, context.transaction.query_one(
                                 "SELECT v.yanked, COALESCE(v.origin_repository_id, c.repository_id), n.index_line "
                                 "FROM versions v JOIN crates c ON c.id = v.crate_id JOIN versions n ON n.id = :a "
                                 "WHERE v.id = :b",
                                 {version_id, from.id}));
  if (!row) return internal_error("a version vanished inside its own transaction");
  TRY_ASSIGN(const std::string line, set_yanked(row->text(2), row->boolean(0)));
  TRY(context.transaction.execute(
      "UPDATE versions SET yanked = :a, index_line = :b, origin_repository_id = :c WHERE id = :d",
      {row->integer(0), line, row->integer(1), version_id}));
  for (const TagRow& tag : from.tags) {
    if (tag.kind == TagKind::automatic) continue;
    TRY(
        context.transaction.execute("INSERT INTO version_tags (version_id, tag, kind) VALUES (:a, :b, :c) "
                                    "ON CONFLICT (version_id, tag) DO UPDATE SET kind = excluded.kind",
                                    {version_id, tag.tag, std::string(tag_kind_word(tag.kind))}));
  }
  return {};
}

}  // namespace

Result<CopiedPackage> copy_package(WriteContext& context, blob::BlobStore& blobs, const RepositoryRecord& repository,
                                   std::string_view public_url, const CopyRequest& request) {
  TRY_ASSIGN(const RepositoryPointer source, find_repository_by_id(context.transaction, repository.id));
  if (!source) return repository_not_found(repository.namespace_slug, repository.slug);
  TRY(require_privilege(context.actor, *source, auth::Privilege::read, context.now));
  TRY_ASSIGN(const PackageInfo package, get_package({context.transaction, *source}, request.identifier));
  const PackageSettings settings = package_settings(source->settings);
  TRY(require_action(*source, context.actor, request.mode == CopyMode::copy ? settings.copy : settings.move, package,
                     context.now));
  if (package.quarantined_at) {
    return fail(ErrorCode::conflict, "The package is in quarantine; release it before it goes anywhere else.");
  }
  TRY_ASSIGN(const RepositoryPointer destination,
             find_repository(context.transaction, source->namespace_slug, request.destination));
  if (!destination) return repository_not_found(source->namespace_slug, request.destination);
  if (destination->id == source->id) return invalid("The destination is the repository in which the package is.");
  TRY(require_publisher(*destination, context.actor, context.now));
  TRY_ASSIGN(const CheckedVersion version, as_published(package, destination, public_url, request.republish));
  TRY_ASSIGN(const std::int64_t version_id, write_version(context, blobs, *destination, version));
  TRY(carry_over(context, package, version_id));
  const RepositoryScope scope(context.transaction, *destination);
  TRY_ASSIGN(const CrateRow crate, find_exact_crate(scope, package.crate));
  TRY(refresh_package(context.transaction, version_id));
  TRY(refresh_crate(scope, crate, context.now));
  if (request.mode == CopyMode::move) TRY(remove_package(context, *source, package));
  TRY_ASSIGN(PackageInfo there, read_package(context.transaction, version_id));
  return CopiedPackage{destination, std::move(there)};
}

}  // namespace entrepot::registry
