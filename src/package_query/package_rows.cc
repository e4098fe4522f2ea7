#include "package_query/package_rows.h"

#include <algorithm>
#include <iterator>

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

/// Each once, however many kinds and targets it is needed for.
std::vector<std::string> dependency_names(const PackageRecord& record) {
  std::vector<std::string> names;
  for (const Dependency& dependency : record.dependencies) names.push_back(fold_name(dependency.name));
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
  return names;
}

Result<void> write_dependencies(store::Transaction& transaction, std::int64_t version_id,
                                const std::vector<Dependency>& dependencies) {
  TRY(transaction.execute("DELETE FROM package_dependencies WHERE package_id = :a", {version_id}));
  for (const Dependency& dependency : dependencies) {
    VersionRangeKeys keys = keys_of(dependency);
    TRY(
        transaction.execute("INSERT INTO package_dependencies (package_id, name, lower_key, upper_key) "
                            "VALUES (:a, :b, :c, :d) ON CONFLICT DO NOTHING",
                            {version_id, fold_name(dependency.name), std::move(keys.lower), std::move(keys.upper)}));
  }
  return {};
}

}  // namespace

Result<void> write_package(store::Transaction& transaction, PackageKey key, const PackageRecord& record) {
  store::Value last_downloaded;
  if (record.last_downloaded_at) last_downloaded = std::int64_t{to_unix(*record.last_downloaded_at)};
  std::vector<std::string> tags;
  std::ranges::transform(record.tags, std::back_inserter(tags), fold_text);
  TRY(transaction.execute(
      "INSERT INTO packages (id, repository_id, uploaded_at, size, downloads, last_downloaded_at, prerelease, "
      "sort_key, name, version, status, tags, content, dependencies, license, uploader, filename) "
      "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q) ON CONFLICT (id) DO UPDATE SET "
      "repository_id = excluded.repository_id, uploaded_at = excluded.uploaded_at, size = excluded.size, "
      "downloads = excluded.downloads, last_downloaded_at = excluded.last_downloaded_at, "
      "prerelease = excluded.prerelease, sort_key = excluded.sort_key, name = excluded.name, "
      "version = excluded.version, status = excluded.status, tags = excluded.tags, content = excluded.content, "
      "dependencies = excluded.dependencies, license = excluded.license, uploader = excluded.uploader, "
      "filename = excluded.filename",
      {key.version_id, key.repository_id, std::int64_t{to_unix(record.uploaded_at)}, record.size, record.downloads,
       std::move(last_downloaded), std::int64_t{record.version.is_prerelease() ? 1 : 0},
       version_sort_key(record.version), fold_name(record.name), fold_text(record.version.text()),
       fold_text(record.status), to_lines(tags), fold_content(record), to_lines(dependency_names(record)),
       fold_text(record.license), fold_text(record.uploader), fold_filename(record)}));
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
