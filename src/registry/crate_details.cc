#include "registry/crate_details.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/try.h"
#include "cargo/version.h"
#include "registry/access.h"
#include "registry/package_rows.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelect =
    "SELECT v.id, v.version, v.slug_perm, v.index_line, v.metadata, v.checksum, v.checksum_md5, v.checksum_sha1, "
    "v.checksum_sha512, v.size, v.downloads, v.yanked, v.quarantined_at, v.published_at, v.published_by, u.slug, "
    "u.name "
    "FROM versions v JOIN namespaces u ON u.id = v.published_by WHERE v.crate_id = :a AND v.deleted_at IS NULL";

CrateVersion version_from(const store::Row& row) {
  return {.id = row.integer(0),
          .version = row.text(1),
          .slug_perm = row.text(2),
          .index_line = row.text(3),
          .metadata = row.text(4),
          .checksum = row.text(5),
          .digests = {.md5 = row.text(6), .sha1 = row.text(7), .sha512 = row.text(8)},
          .size = row.integer(9),
          .downloads = row.integer(10),
          .is_yanked = row.boolean(11),
          .is_quarantined = !row.is_null(12),
          .published_at = from_unix(row.integer(13)),
          .publisher_id = row.integer(14),
          .publisher = row.text(15),
          .publisher_name = row.text(16)};
}

using TagsByVersion = std::unordered_map<std::int64_t, std::vector<std::string>>;

Result<TagsByVersion> tags_of_crate(store::Transaction& transaction, std::int64_t crate_id) {
  TRY_ASSIGN(const auto rows,
             transaction.query("SELECT t.version_id, t.tag FROM versions v JOIN version_tags t ON t.version_id = v.id "
                               "WHERE v.crate_id = :a ORDER BY t.tag",
                               {crate_id}));
  TagsByVersion out;
  for (const store::Row& row : rows) out[row.integer(0)].push_back(row.text(1));
  return out;
}

/// Highest first. Versions that differ in build metadata alone are never in one crate.
Result<std::vector<CrateVersion>> read_versions(store::Transaction& transaction, std::int64_t crate_id) {
  TRY_ASSIGN(TagsByVersion tags, tags_of_crate(transaction, crate_id));
  std::vector<std::pair<Version, CrateVersion>> versions;
  TRY(transaction.each(kSelect, {crate_id}, [&](const store::Row& row) -> Result<void> {
    TRY_ASSIGN(Version version, Version::parse(row.text(1)));
    versions.emplace_back(std::move(version), version_from(row));
    versions.back().second.tags = std::move(tags[row.integer(0)]);
    return {};
  }));
  std::ranges::sort(versions,
                    [](const auto& one, const auto& other) { return precedence(one.first, other.first) > 0; });
  std::vector<CrateVersion> out;
  out.reserve(versions.size());
  for (auto& [version, info] : versions) out.push_back(std::move(info));
  return out;
}

}  // namespace

Result<CrateRow> get_crate(const RepositoryScope& scope, std::string_view name) {
  TRY_ASSIGN(auto crate, find_crate(scope, name));
  if (!crate) return crate_not_found(name);
  TRY_ASSIGN(const auto living,
             scope.transaction().query_one("SELECT id FROM versions WHERE crate_id = :a AND deleted_at IS NULL LIMIT 1",
                                           {crate->id}));
  if (!living) return crate_not_found(name);
  return *std::move(crate);
}

Result<CrateDetails> read_crate(const RepositoryScope& scope, std::string_view name) {
  TRY_ASSIGN(CrateRow crate, get_crate(scope, name));
  TRY_ASSIGN(const auto row, scope.transaction().query_one(
                                 "SELECT max_version, downloads, created_at FROM crates WHERE id = :a", {crate.id}));
  if (!row) return internal_error("a crate vanished inside its own transaction");
  CrateDetails out{.crate = std::move(crate),
                   .newest_version = row->text(0),
                   .downloads = row->integer(1),
                   .created_at = from_unix(row->integer(2))};
  TRY_ASSIGN(out.owners, list_owners(scope, out.crate.name));
  TRY_ASSIGN(out.versions, read_versions(scope.transaction(), out.crate.id));
  const auto newest = std::ranges::find(out.versions, out.newest_version, &CrateVersion::version);
  if (newest == out.versions.end()) return out;
  TRY_ASSIGN(const CrateName crate_name, CrateName::parse(out.crate.name));
  TRY_ASSIGN(const Version version, Version::parse(newest->version));
  out.description = metadata_from_json(newest->metadata, crate_name, version).description.value_or("");
  return out;
}

Result<CrateVersion> read_version(const RepositoryScope& scope, const CrateRow& crate, std::string_view version) {
  store::Transaction& transaction = scope.transaction();
  std::string wanted(version);
  if (wanted == "latest") {
    TRY_ASSIGN(const auto row, transaction.query_one("SELECT max_version FROM crates WHERE id = :a", {crate.id}));
    if (row) wanted = row->text(0);
  }
  const auto parsed = Version::parse(wanted);
  if (!parsed) return version_not_found(crate.name, version);
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelect) + " AND v.version_key = :b",
                                                   {crate.id, parsed->without_build()}));
  // Without build metadata the number alone says which; with it, it must be the right one.
  if (!row || (!parsed->build().empty() && row->text(1) != wanted)) return version_not_found(crate.name, version);
  CrateVersion out = version_from(*row);
  TRY_ASSIGN(const std::vector<TagRow> tags, tags_of(transaction, out.id));
  for (const TagRow& tag : tags) out.tags.push_back(tag.tag);
  return out;
}

}  // namespace entrepot::registry
