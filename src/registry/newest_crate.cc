#include "registry/newest_crate.h"

#include "base/try.h"
#include "registry/search_index.h"

namespace entrepot::registry {
namespace {

std::optional<NewestCrate> crate_of(const std::optional<store::Row>& row) {
  if (!row || row->text(1).empty()) return std::nullopt;
  return NewestCrate{.name = row->text(0), .version = row->text(1)};
}

}  // namespace

Result<std::optional<NewestCrate>> newest_crate(const RepositoryScope& scope) {
  TRY_ASSIGN(const auto row,
             scope.transaction().query_one(
                 "SELECT crates.name, crates.max_version FROM packages "
                 "JOIN versions ON versions.id = packages.id JOIN crates ON crates.id = versions.crate_id "
                 "WHERE packages.repository_id = :a "
                 "ORDER BY packages.uploaded_at DESC, packages.id DESC LIMIT 1",
                 {scope.id()}));
  return crate_of(row);
}

Result<std::optional<NewestCrate>> newest_crate(const RepositoryScope& scope, std::string_view name) {
  TRY_ASSIGN(const auto row, scope.transaction().query_one(
                                 "SELECT name, max_version FROM crates WHERE repository_id = :a AND canonical = :b",
                                 {scope.id(), searchable(name)}));
  return crate_of(row);
}

}  // namespace entrepot::registry
