#include "registry/publish_check.h"

#include <algorithm>
#include <set>

#include "base/try.h"
#include "cargo/publish_rules.h"
#include "registry/access.h"
#include "registry/package_settings.h"

namespace entrepot::registry {
namespace {

constexpr Seconds kDay{24 * 60 * 60};

Result<void> check_spelling(const CrateRow& crate, const CrateName& name) {
  if (crate.name == name.text()) return {};
  return fail(ErrorCode::conflict, "The crate was previously named '" + crate.name + "'; '" + name.text() +
                                       "' differs from it only in case or in '-' and '_'.");
}

std::unexpected<Error> already_there(const CrateRow& crate, const Version& version, const store::Row& row) {
  const std::string which = "'" + crate.name + "' " + row.text(0);
  if (!row.is_null(2)) {
    return fail(ErrorCode::conflict,
                "The version " + which +
                    " was already uploaded and then deleted; its number does not come back with other bytes.");
  }
  std::string sentence = "The version " + which + " is already uploaded";
  if (row.text(0) != version.text()) sentence += "; build metadata does not make another version";
  if (row.boolean(1)) sentence += "; it is yanked, and `cargo yank --undo` brings it back";
  return fail(ErrorCode::conflict, sentence + ".");
}

/// The row of the same number, when it may be replaced; nothing when there is none.
Result<std::optional<std::int64_t>> check_duplicate(const RepositoryScope& scope, const auth::Principal& publisher,
                                                    const CrateRow& crate, const Version& version,
                                                    const PublishWay& way, Timestamp now) {
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 "SELECT version, yanked, deleted_at, id, published_by, quarantined_at, checksum FROM versions "
                 "WHERE crate_id = :a AND version_key = :b",
                 {crate.id, version.without_build()}));
  if (!row) return std::nullopt;
  if (!row->is_null(5) && auth::privilege_on(publisher, scope.repository().facts(), now) < auth::Privilege::admin) {
    return fail(ErrorCode::forbidden, "The version '" + crate.name + "' " + row->text(0) +
                                          " is in quarantine; only who administers the repository may replace it.");
  }
  const bool is_deleted = !row->is_null(2);
  const bool is_same = is_deleted && (way.phase == PublishPhase::early || way.checksum->hex() == row->text(6));
  if (is_same && !way.replaces) return row->integer(3);
  if (!way.replaces) return already_there(crate, version, *row);
  const PackageSettings settings = package_settings(scope.repository().settings);
  TRY(require_privilege(publisher, scope.repository(), settings.replace, now));
  const bool is_own = row->integer(4) == publisher.user_id && settings.remove.own;
  if (!is_own) TRY(require_privilege(publisher, scope.repository(), settings.remove.least, now));
  return row->integer(3);
}

Result<void> check_daily_cap(const RepositoryScope& scope, const CrateRow& crate, Timestamp now) {
  const std::int64_t cap = scope.repository().publish_rules->max_new_versions_per_day;
  if (cap == 0) return {};
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one("SELECT COUNT(*), MIN(published_at) FROM versions WHERE crate_id = :a "
                                           "AND published_at > :b",
                                           {crate.id, to_unix(now - kDay)}));
  if (!row || row->integer(0) < cap) return {};
  const Timestamp oldest = from_unix(row->integer(1));
  return rate_limited("'" + crate.name + "' has got " + std::to_string(cap) +
                          " new versions within a day, which is the limit of this repository; try again later.",
                      static_cast<int>(std::max(Seconds(1), oldest + kDay - now).count()));
}

/// The names of dependencies in this repository that it does not have, spelled as they are.
Result<std::set<std::string>> unknown_dependencies(const RepositoryScope& scope, const PublishMetadata& metadata,
                                                   const std::vector<Dependency>& dependencies) {
  std::set<std::string> unknown;
  for (const Dependency& dependency : dependencies) {
    if (dependency.registry || dependency.name == metadata.name.text()) continue;
    TRY_ASSIGN(const auto crate, find_crate(scope, dependency.name));
    if (!crate || crate->name != dependency.name) unknown.insert(dependency.name);
  }
  return unknown;
}

Result<void> check_publisher(const RepositoryScope& scope, const auth::Principal& publisher,
                             const std::optional<CrateRow>& crate, const CrateName& name, Timestamp now) {
  if (crate) return require_crate_owner(scope, publisher, *crate, now);
  TRY(require_publisher(scope.repository(), publisher, now));
  return require_crate_pattern(publisher, name.text());
}

}  // namespace

Result<PublishTarget> check_target(const RepositoryScope& scope, const auth::Principal& publisher,
                                   const PublishMetadata& metadata, const std::vector<Dependency>& dependencies,
                                   PublishWay way, Timestamp now) {
  PublishTarget target;
  TRY_ASSIGN(target.crate, find_crate(scope, metadata.name.text()));
  TRY(check_publisher(scope, publisher, target.crate, metadata.name, now));
  if (target.crate) {
    TRY(check_spelling(*target.crate, metadata.name));
    TRY_ASSIGN(target.replaced_version, check_duplicate(scope, publisher, *target.crate, metadata.version, way, now));
    TRY(check_daily_cap(scope, *target.crate, now));
  }
  const bool must_be_known = scope.repository().publish_rules->require_known_dependencies;
  if (way.phase == PublishPhase::commit && !must_be_known)
    return target;  // other publishers wait, and who asks was warned
  TRY_ASSIGN(const auto unknown, unknown_dependencies(scope, metadata, dependencies));
  for (const std::string& name : unknown) {
    if (must_be_known) {
      return invalid("There is no crate called '" + name + "' in this repository, on which the package depends.");
    }
    target.warnings.push_back("the dependency '" + name + "' is not in this repository (yet)");
  }
  return target;
}

}  // namespace entrepot::registry
