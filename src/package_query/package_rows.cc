#include "package_query/package_rows.h"

#include "base/try.h"
#include "cargo/requirement.h"
#include "cargo/version_range.h"
#include "cargo/version_sort_key.h"
#include "package_query/fields.h"
#include "package_query/text_pattern.h"

namespace entrepot::package_query {
namespace {

/// A requirement that cannot be read (of an index line older than the rules) admits nothing.
VersionRangeKeys keys_of(const Dependency& dependency) {
  const auto requirement = Requirement::parse(dependency.requirement);
  if (requirement) return range_keys(range_of(*requirement));
  const Version zero = Version::parse("0.0.0").value();
  return range_keys({VersionCut{zero}, VersionCut{zero}});
}

Result<void> write_dependencies(store::Transaction& transaction, std::int64_t version_id,
                                const std::vector<Dependency>& dependencies) {
  TRY(transaction.execute("DELETE FROM package_dependencies WHERE package_id = :a", {version_id}));
  for (const Dependency& dependency : dependencies) {
    VersionRangeKeys keys = keys_of(dependency);
    TRY(
        transaction.execute("INSERT INTO package_dependencies (package_id, name, lower_key, upper_key) "
                            "VALUES (:a, :b, :c, :d)",
                            {version_id, fold_name(dependency.name), std::move(keys.lower), std::move(keys.upper)}));
  }
  return {};
}

}  // namespace

Result<void> write_package(store::Transaction& transaction, PackageKey key, const PackageRecord& record) {
  store::Value last_downloaded;
  if (record.last_downloaded_at) last_downloaded = std::int64_t{to_unix(*record.last_downloaded_at)};
  TRY(transaction.execute(
      "INSERT INTO packages (id, repository_id, name, filename, version, sort_key, prerelease, content, "
      "license, uploader, status, size, downloads, uploaded_at, last_downloaded_at) "
      "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o) ON CONFLICT (id) DO UPDATE SET "
      "repository_id = excluded.repository_id, name = excluded.name, filename = excluded.filename, "
      "version = excluded.version, sort_key = excluded.sort_key, prerelease = excluded.prerelease, "
      "content = excluded.content, license = excluded.license, "
      "uploader = excluded.uploader, status = excluded.status, size = excluded.size, downloads = excluded.downloads, "
      "uploaded_at = excluded.uploaded_at, last_downloaded_at = excluded.last_downloaded_at",
      {key.version_id, key.repository_id, fold_name(record.name), fold_filename(record),
       fold_text(record.version.text()), version_sort_key(record.version),
       std::int64_t{record.version.is_prerelease() ? 1 : 0}, fold_content(record), fold_text(record.license),
       fold_text(record.uploader), fold_text(record.status), record.size, record.downloads,
       std::int64_t{to_unix(record.uploaded_at)}, std::move(last_downloaded)}));
  return write_dependencies(transaction, key.version_id, record.dependencies);
}

Result<void> remove_package(store::Transaction& transaction, std::int64_t version_id) {
  TRY(transaction.execute("DELETE FROM package_dependencies WHERE package_id = :a", {version_id}));
  TRY(transaction.execute("DELETE FROM packages WHERE id = :a", {version_id}));
  return {};
}

Result<void> add_package_downloads(store::Transaction& transaction, std::int64_t version_id, std::int64_t count,
                                   Timestamp at) {
  TRY(transaction.execute("UPDATE packages SET downloads = downloads + :a, last_downloaded_at = :b WHERE id = :c",
                          {count, std::int64_t{to_unix(at)}, version_id}));
  return {};
}

}  // namespace entrepot::package_query
