#include "registry/package_changes.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/access.h"
#include "registry/blob_use.h"
#include "registry/crate_rows.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kLongestTag = 128;
constexpr std::size_t kMostTags = 64;

/// The repository as it is in this transaction, and a package in it.
struct Found {
  RepositoryPointer repository;
  PackageInfo package;
};

Result<RepositoryPointer> current(WriteContext& context, const RepositoryRecord& repository) {
  TRY_ASSIGN(RepositoryPointer found, find_repository_by_id(context.transaction, repository.id));
  if (!found) return repository_not_found(repository.namespace_slug, repository.slug);
  return found;
}

Result<Found> find(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier) {
  TRY_ASSIGN(RepositoryPointer found, current(context, repository));
  TRY(require_privilege(context.actor, *found, auth::Privilege::read, context.now));
  TRY_ASSIGN(PackageInfo package, get_package({context.transaction, *found}, identifier));
  return Found{std::move(found), std::move(package)};
}

Result<void> note(WriteContext& context, EventKind kind, const RepositoryRecord& repository, const PackageInfo& package,
                  const boost::json::object& data = {}) {
  return context.events.append({.kind = kind,
                                .namespace_id = repository.namespace_id,
                                .repository_id = repository.id,
                                .subject_id = package.id,
                                .crate = package.crate,
                                .version = package.version,
                                .data = boost::json::serialize(data)});
}

Result<void> refresh(WriteContext& context, const RepositoryRecord& repository, const PackageInfo& package) {
  const RepositoryScope scope(context.transaction, repository);
  TRY_ASSIGN(const auto crate, find_crate(scope, package.crate));
  if (!crate) return internal_error("a package without its crate");
  TRY(refresh_crate(scope, *crate, context.now));
  return refresh_package(context.transaction, package.id);
}

Result<void> require_admin(WriteContext& context, const RepositoryRecord& repository, const PackageInfo& package) {
  return require_action(repository, context.actor, {.least = auth::Privilege::admin, .own = false}, package,
                        context.now);
}

}  // namespace

Result<void> delete_package(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier) {
  TRY_ASSIGN(const Found found, find(context, repository, identifier));
  TRY(require_action(*found.repository, context.actor, package_settings(found.repository->settings).remove,
                     found.package, context.now));
  return remove_package(context, *found.repository, found.package);
}

Result<void> remove_package(WriteContext& context, const RepositoryRecord& repository, const PackageInfo& package) {
  TRY_ASSIGN(const CrateSums before, crate_sums(context.transaction, package.crate_id));
  TRY(context.transaction.execute(
      "UPDATE versions SET deleted_at = :a, deleted_by = :b, status_updated_at = :c WHERE id = :d",
      {to_unix(context.now), context.actor.user_id, to_unix(context.now), package.id}));
  TRY(move_sums({context.transaction, repository}, package.crate_id, before));
  TRY(refresh(context, repository, package));
  return note(context, EventKind::deleted, repository, package, {{"line_before", package.index_line}});
}

Result<std::vector<PackageInfo>> list_deleted_packages(const RepositoryScope& scope, Timestamp now) {
  TRY_ASSIGN(const auto rows,
             scope.transaction().query(
                 "SELECT v.id FROM versions v JOIN crates c ON c.id = v.crate_id WHERE c.repository_id = :a AND "
                 "v.deleted_at > :b AND v.purged_at IS NULL ORDER BY v.deleted_at DESC, v.id DESC",
                 {scope.id(), to_unix(now - kRestorable)}));
  std::vector<PackageInfo> out;
  for (const store::Row& row : rows) {
    TRY_ASSIGN(out.emplace_back(), read_package(scope.transaction(), row.integer(0)));
  }
  return out;
}

Result<void> change_deleted_package(WriteContext& context, const RepositoryRecord& repository,
                                    std::string_view identifier, BinAction action) {
  TRY_ASSIGN(const RepositoryPointer house, current(context, repository));
  const RepositoryScope scope(context.transaction, *house);
  TRY(require_privilege(context.actor, *house, auth::Privilege::read, context.now));
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "SELECT v.id FROM versions v JOIN crates c ON c.id = v.crate_id WHERE v.slug_perm = :a AND "
                 "c.repository_id = :b AND v.deleted_at > :c AND v.purged_at IS NULL",
                 {std::string(identifier), house->id, to_unix(context.now - kRestorable)}));
  if (!row) {
    return fail(
        ErrorCode::not_found,
        "There is no deleted package with this slug_perm that could still be restored; that is for seven days.");
  }
  TRY_ASSIGN(const PackageInfo package, read_package(context.transaction, row->integer(0)));
  TRY(require_action(*house, context.actor, package_settings(house->settings).remove, package, context.now));
  if (action == BinAction::hard_delete) {
    TRY(context.transaction.execute("UPDATE versions SET purged_at = :a WHERE id = :b",
                                    {to_unix(context.now), package.id}));
    return note(context, EventKind::purged, *house, package);
  }
  TRY_ASSIGN(const CrateSums before, crate_sums(context.transaction, package.crate_id));
  TRY(context.transaction.execute(
      "UPDATE versions SET deleted_at = NULL, deleted_by = NULL, status_updated_at = :a WHERE id = :b",
      {to_unix(context.now), package.id}));
  TRY(move_sums(scope, package.crate_id, before));
  TRY(refresh(context, *house, package));
  return note(context, EventKind::restored, *house, package);
}

Result<PackageInfo> quarantine_package(WriteContext& context, const RepositoryRecord& repository,
                                       std::string_view identifier, Quarantine what) {
  TRY_ASSIGN(const Found found, find(context, repository, identifier));
  TRY(require_admin(context, *found.repository, found.package));
  const bool adds = what == Quarantine::add;
  if (found.package.quarantined_at.has_value() == adds) return found.package;
  TRY_ASSIGN(const auto row,
             context.transaction.query_one("SELECT yanked FROM versions WHERE id = :a", {found.package.id}));
  if (!row) return internal_error("a version vanished inside its own transaction");
  TRY_ASSIGN(const std::string line, set_yanked(found.package.index_line, adds || row->boolean(0)));
  const store::Value since = adds ? store::Value(to_unix(context.now)) : store::Value();
  TRY(context.transaction.execute(
      "UPDATE versions SET index_line = :a, quarantined_at = :b, status_updated_at = :c WHERE id = :d",
      {line, since, to_unix(context.now), found.package.id}));
  TRY(refresh(context, *found.repository, found.package));
  TRY(note(context, adds ? EventKind::quarantined : EventKind::released, *found.repository, found.package,
           {{"line_before", found.package.index_line}}));
  return read_package(context.transaction, found.package.id);
}

Result<std::string> check_tag(std::string_view tag) {
  const auto fits = [](char c) { return c > ' ' && c < '\x7f' && c != ','; };
  if (tag.empty() || tag.size() > kLongestTag || !std::ranges::all_of(tag, fits)) {
    return invalid("A tag has 1 to 128 printable ASCII characters, and neither spaces nor commas.");
  }
  return to_lower(tag);
}

Result<std::vector<std::string>> check_tags(std::string_view comma_separated) {
  std::vector<std::string> out;
  while (!trimmed(comma_separated).empty()) {
    const std::size_t comma = comma_separated.find(',');
    TRY_ASSIGN(std::string tag, check_tag(trimmed(comma_separated.substr(0, comma))));
    if (std::ranges::find(out, tag) == out.end()) out.push_back(std::move(tag));
    if (comma == std::string_view::npos) break;
    comma_separated.remove_prefix(comma + 1);
  }
  if (out.size() > kMostTags) return invalid("A package has at most 64 tags.");
  return out;
}

namespace {

bool is_changed_by(const TagChange& change, const TagRow& tag) {
  if (tag.kind == TagKind::automatic) return false;
  const bool is_named = std::ranges::find(change.tags, tag.tag) != change.tags.end();
  switch (change.action) {
    case TagAction::add:
      return false;
    case TagAction::clear:
      return true;
    case TagAction::replace:
      return !is_named;
    case TagAction::remove:
      return is_named;
  }
  return false;
}

Result<void> remove_tags(WriteContext& context, const Found& found, const TagChange& change) {
  for (const TagRow& tag : found.package.tags) {
    if (!is_changed_by(change, tag)) continue;
    if (tag.kind == TagKind::immutable && context.actor.user_id != found.package.uploader_id) {
      TRY(require_admin(context, *found.repository, found.package));
    }
    TRY(context.transaction.execute("DELETE FROM version_tags WHERE version_id = :a AND tag = :b",
                                    {found.package.id, tag.tag}));
  }
  return {};
}

}  // namespace

Result<PackageInfo> tag_package(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier,
                                const TagChange& change) {
  TRY_ASSIGN(const Found found, find(context, repository, identifier));
  TRY(require_action(*found.repository, context.actor, {.least = auth::Privilege::write, .own = true}, found.package,
                     context.now));
  TRY(remove_tags(context, found, change));
  const bool adds = change.action == TagAction::add || change.action == TagAction::replace;
  const std::string kind(tag_kind_word(change.is_immutable ? TagKind::immutable : TagKind::plain));
  if (adds) {
    for (const std::string& tag : change.tags) {
      // A plain tag becomes immutable when asked to; nothing makes an immutable one plain, or an automatic one
      // anybody's.
      TRY(context.transaction.execute(
          "INSERT INTO version_tags (version_id, tag, kind) VALUES (:a, :b, :c) ON CONFLICT (version_id, tag) DO "
          "UPDATE "
          "SET kind = CASE WHEN version_tags.kind = 'plain' THEN excluded.kind ELSE version_tags.kind END",
          {found.package.id, tag, kind}));
    }
  }
  TRY_ASSIGN(const std::vector<TagRow> tags, tags_of(context.transaction, found.package.id));
  if (tags.size() > kMostTags) return invalid("A package has at most 64 tags.");
  TRY(refresh_package(context.transaction, found.package.id));
  boost::json::array names;
  for (const TagRow& one : tags) names.emplace_back(one.tag);
  TRY(note(context, EventKind::tagged, *found.repository, found.package, {{"tags", std::move(names)}}));
  return read_package(context.transaction, found.package.id);
}

Result<PackageInfo> resync_package(WriteContext& context, const RepositoryRecord& repository,
                                   std::string_view identifier) {
  TRY_ASSIGN(const Found found, find(context, repository, identifier));
  TRY(require_action(*found.repository, context.actor, package_settings(found.repository->settings).resync,
                     found.package, context.now));
  TRY(refresh(context, *found.repository, found.package));
  return read_package(context.transaction, found.package.id);
}

}  // namespace entrepot::registry
