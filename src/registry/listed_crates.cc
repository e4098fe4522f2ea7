#include "registry/listed_crates.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/try.h"
#include "cargo/index_line.h"
#include "cargo/registry_url.h"
#include "cargo/version.h"
#include "package_query/text_pattern.h"
#include "registry/search_index.h"

namespace entrepot::registry {
namespace {

/// Which crate of which registry: "name\tregistry". Neither part can hold a tab or a line end.
using Needs = std::set<std::string>;

std::string to_lines(const Needs& needs) {
  std::string out;
  for (const std::string& one : needs) out += one + '\n';
  return out;
}

Needs from_lines(std::string_view lines) {
  Needs out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (end > 0) out.emplace(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

/// Of an index line; what cannot be read (of a line older than the rules) needs nothing.
Needs needs_of(const std::string& index_line) {
  Needs out;
  const auto line = parse_index_line(index_line);
  if (!line) return out;
  for (const Dependency& dependency : line->dependencies) {
    std::string registry;
    if (dependency.registry) {
      const auto url = RegistryUrl::parse(*dependency.registry);
      if (!url || url->is_crates_io()) continue;
      registry = url->canonical();
    }
    out.insert(package_query::fold_name(dependency.name) + '\t' + registry);
  }
  return out;
}

/// A crate's place in the list.
struct Place {
  std::int64_t repository_id = 0;
  std::string name;
};

Result<void> change_needs(store::Transaction& transaction, const Place& place, const Needs& before,
                          const Needs& after) {
  const auto change = [&](std::string_view sql, const std::string& need) -> Result<void> {
    const std::size_t tab = need.find('\t');
    TRY(transaction.execute(sql, {need.substr(0, tab), need.substr(tab + 1), place.repository_id, place.name}));
    return {};
  };
  for (const std::string& need : before) {
    if (after.contains(need)) continue;
    TRY(
        change("DELETE FROM crate_dependents WHERE name = :a AND registry = :b AND repository_id = :c AND "
               "dependent = :d",
               need));
  }
  for (const std::string& need : after) {
    if (before.contains(need)) continue;
    TRY(
        change("INSERT INTO crate_dependents (name, registry, repository_id, dependent) VALUES (:a, :b, :c, :d) "
               "ON CONFLICT DO NOTHING",
               need));
  }
  return {};
}

Result<Needs> listed_needs(store::Transaction& transaction, const Place& place) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT needs FROM listed_crates WHERE repository_id = :a AND name = :b",
                                   {place.repository_id, place.name}));
  return row ? from_lines(row->text(0)) : Needs();
}

Result<void> unlist(store::Transaction& transaction, const Place& place, const Needs& before) {
  TRY(change_needs(transaction, place, before, {}));
  TRY(transaction.execute("DELETE FROM listed_crates WHERE repository_id = :a AND name = :b",
                          {place.repository_id, place.name}));
  return {};
}

constexpr std::string_view kList =
    "INSERT INTO listed_crates (repository_id, name, crate_id, id, updated_at, version_count, byte_count, "
    "crate_downloads, is_yanked, uploaded_at, size, downloads, last_downloaded_at, prerelease, sort_key, version, "
    "status, tags, content, dependencies, license, uploader, filename, needs) "
    "SELECT c.repository_id, c.canonical, c.id, p.id, c.updated_at, c.version_count, c.byte_count, c.downloads, "
    "c.is_yanked, p.uploaded_at, p.size, p.downloads, p.last_downloaded_at, p.prerelease, p.sort_key, p.version, "
    "p.status, p.tags, p.content, p.dependencies, p.license, p.uploader, p.filename, :a FROM crates c "
    "JOIN packages p ON p.id = c.newest_version_id WHERE c.id = :b ON CONFLICT (repository_id, name) DO UPDATE SET "
    "crate_id = excluded.crate_id, id = excluded.id, updated_at = excluded.updated_at, "
    "version_count = excluded.version_count, byte_count = excluded.byte_count, "
    "crate_downloads = excluded.crate_downloads, is_yanked = excluded.is_yanked, uploaded_at = excluded.uploaded_at, "
    "size = excluded.size, downloads = excluded.downloads, last_downloaded_at = excluded.last_downloaded_at, "
    "prerelease = excluded.prerelease, sort_key = excluded.sort_key, version = excluded.version, "
    "status = excluded.status, tags = excluded.tags, content = excluded.content, "
    "dependencies = excluded.dependencies, license = excluded.license, uploader = excluded.uploader, "
    "filename = excluded.filename, needs = excluded.needs";

}  // namespace

Result<void> list_crate(store::Transaction& transaction, std::int64_t crate_id) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT c.repository_id, c.canonical, v.index_line, v.id, p.id FROM crates c "
                                   "LEFT JOIN versions v ON v.id = c.newest_version_id "
                                   "LEFT JOIN packages p ON p.id = v.id WHERE c.id = :a",
                                   {crate_id}));
  if (!row) return internal_error("a crate vanished inside its own transaction");
  const Place place{row->integer(0), row->text(1)};
  TRY_ASSIGN(const Needs before, listed_needs(transaction, place));
  if (row->is_null(3)) return unlist(transaction, place, before);
  if (row->is_null(4)) return {};  // until package_details has been there
  const Needs after = needs_of(row->text(2));
  TRY(change_needs(transaction, place, before, after));
  TRY(transaction.execute(kList, {to_lines(after), crate_id}));
  return {};
}

Result<void> list_crate_of(store::Transaction& transaction, std::int64_t version_id) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT c.id FROM versions v JOIN crates c ON c.id = v.crate_id "
                                                   "WHERE v.id = :a AND c.newest_version_id = v.id",
                                                   {version_id}));
  return row ? list_crate(transaction, row->integer(0)) : Result<void>();
}

Result<void> add_listed_downloads(store::Transaction& transaction, std::int64_t crate_id, std::int64_t count) {
  TRY(transaction.execute("UPDATE listed_crates SET crate_downloads = crate_downloads + :a WHERE crate_id = :b",
                          {count, crate_id}));
  return {};
}

Result<void> add_newest_downloads(store::Transaction& transaction, std::int64_t version_id, std::int64_t count,
                                  Timestamp at) {
  TRY(transaction.execute("UPDATE listed_crates SET downloads = downloads + :a, last_downloaded_at = :b WHERE id = :c",
                          {count, to_unix(at), version_id}));
  return {};
}

Result<void> measure_crate(store::Transaction& transaction, std::int64_t crate_id) {
  using Rank = std::tuple<bool, bool>;  // offered, release
  std::optional<Version> highest;
  Rank rank{};
  std::int64_t newest = 0;
  std::int64_t count = 0;
  std::int64_t bytes = 0;
  bool is_yanked = true;
  TRY(transaction.each(
      "SELECT id, version, yanked, quarantined_at, size FROM versions WHERE crate_id = :a AND deleted_at IS NULL",
      {crate_id}, [&](const store::Row& row) -> Result<void> {
        TRY_ASSIGN(Version version, Version::parse(row.text(1)));
        ++count;
        bytes += row.integer(4);
        is_yanked = is_yanked && row.boolean(2);
        const Rank its{!row.boolean(2) && row.is_null(3), !version.is_prerelease()};
        const bool is_higher = !highest || its > rank || (its == rank && precedence(version, *highest) > 0);
        if (!is_higher) return {};
        highest = std::move(version);
        rank = its;
        newest = row.integer(0);
        return {};
      }));
  const store::Value newest_id = highest ? store::Value(newest) : store::Value();
  TRY(transaction.execute(
      "UPDATE crates SET max_version = :a, newest_version_id = :b, version_count = :c, byte_count = :d, "
      "is_yanked = :e WHERE id = :f",
      {highest ? highest->text() : std::string(), newest_id, count, bytes, std::int64_t{count > 0 && is_yanked ? 1 : 0},
       crate_id}));
  return {};
}

Result<void> CrateList::apply(store::Transaction& transaction, const Event& event) {
  if (event.kind != EventKind::published) return {};
  TRY_ASSIGN(const auto crate,
             transaction.query_one("SELECT id FROM crates WHERE repository_id = :a AND canonical = :b AND "
                                   "newest_version_id IS NULL AND max_version <> ''",
                                   {event.repository_id, searchable(event.crate)}));
  if (!crate) return {};
  TRY(measure_crate(transaction, crate->integer(0)));
  return list_crate(transaction, crate->integer(0));
}

Result<void> CrateList::reset(store::Transaction& transaction) {
  for (const std::string_view statement :
       {"DELETE FROM listed_crates", "DELETE FROM crate_dependents", "UPDATE crates SET newest_version_id = NULL"}) {
    TRY(transaction.execute(statement));
  }
  return {};
}

}  // namespace entrepot::registry
