#include "registry/packages.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelect =
    "SELECT v.id, v.crate_id, v.slug_perm, c.name, v.version, v.index_line, v.checksum, v.checksum_md5, "
    "v.checksum_sha1, v.checksum_sha512, v.metadata, v.size, v.downloads, v.published_at, v.published_by, u.slug, "
    "v.status_updated_at, v.quarantined_at, v.deleted_at, d.slug, o_n.slug, o.slug FROM versions v "
    "JOIN crates c ON c.id = v.crate_id JOIN namespaces u ON u.id = v.published_by "
    "JOIN repositories o ON o.id = COALESCE(v.origin_repository_id, c.repository_id) "
    "JOIN namespaces o_n ON o_n.id = o.namespace_id LEFT JOIN namespaces d ON d.id = v.deleted_by ";

std::optional<Timestamp> optional_time(const store::Row& row, std::size_t column) {
  const auto seconds = row.optional_integer(column);
  return seconds ? std::optional(from_unix(*seconds)) : std::nullopt;
}

Result<PackageInfo> package_from(store::Transaction& transaction, const store::Row& row) {
  PackageInfo out{.id = row.integer(0),
                  .crate_id = row.integer(1),
                  .slug_perm = row.text(2),
                  .crate = row.text(3),
                  .version = row.text(4),
                  .index_line = row.text(5),
                  .checksum = row.text(6),
                  .digests = {.md5 = row.text(7), .sha1 = row.text(8), .sha512 = row.text(9)},
                  .metadata = row.text(10),
                  .size = row.integer(11),
                  .downloads = row.integer(12),
                  .uploaded_at = from_unix(row.integer(13)),
                  .uploader_id = row.integer(14),
                  .uploader = row.text(15),
                  .status_updated_at = from_unix(row.integer(16)),
                  .quarantined_at = optional_time(row, 17),
                  .deleted_at = optional_time(row, 18),
                  .deleted_by = row.text(19),
                  .origin_namespace = row.text(20),
                  .origin_repository = row.text(21)};
  TRY_ASSIGN(out.tags, tags_of(transaction, out.id));
  return out;
}

}  // namespace

std::string PackageInfo::slug() const {
  std::string out = to_lower(filename());
  std::ranges::replace_if(out, [](char c) { return c == '.' || c == '+'; }, '-');
  return out + "-" + slug_perm;
}

Result<RepositoryPointer> repository_of_package(store::Transaction& transaction, std::string_view namespace_slug,
                                                std::string_view identifier) {
  TRY_ASSIGN(
      const auto row,
      transaction.query_one("SELECT c.repository_id FROM versions v JOIN crates c ON c.id = v.crate_id "
                            "JOIN repositories r ON r.id = c.repository_id JOIN namespaces n ON n.id = "
                            "r.namespace_id WHERE v.slug_perm = :a AND n.slug_key = :b",
                            {std::string(identifier.substr(identifier.rfind('-') + 1)), to_lower(namespace_slug)}));
  if (!row) return RepositoryPointer();
  return find_repository_by_id(transaction, row->integer(0));
}

Result<PackageInfo> read_package(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelect) + "WHERE v.id = :a", {version_id}));
  if (!row) return internal_error("a version that a list named is gone");
  return package_from(transaction, *row);
}

Result<std::optional<PackageInfo>> find_package(const RepositoryScope& scope, std::string_view identifier) {
  const std::string slug_perm(identifier.substr(identifier.rfind('-') + 1));
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 std::string(kSelect) + "WHERE v.slug_perm = :a AND c.repository_id = :b AND v.deleted_at IS NULL",
                 {slug_perm, scope.id()}));
  if (!row) return std::nullopt;
  TRY_ASSIGN(PackageInfo found, package_from(scope.transaction(), *row));
  if (identifier != found.slug_perm && identifier != found.slug()) return std::nullopt;
  return found;
}

Result<PackageInfo> get_package(const RepositoryScope& scope, std::string_view identifier) {
  TRY_ASSIGN(auto found, find_package(scope, identifier));
  if (found) return *std::move(found);
  return fail(ErrorCode::not_found, "There is no package with this identifier in the repository.");
}

Result<void> require_action(const RepositoryRecord& repository, const auth::Principal& actor,
                            const ActionSetting& setting, const PackageInfo& package, Timestamp now) {
  if (!actor.is_user()) return require_privilege(actor, repository, auth::Privilege::write, now);
  const bool is_own = setting.own && actor.user_id == package.uploader_id;
  const auth::Privilege least = is_own ? std::min(setting.least, auth::Privilege::write) : setting.least;
  TRY(require_privilege(actor, repository, least, now));
  if (auth::may_publish_crate(actor, package.crate)) return {};
  return fail(ErrorCode::forbidden, "This API key is restricted to other crates than '" + package.crate + "'.");
}

}  // namespace entrepot::registry
