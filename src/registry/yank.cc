#include "registry/yank.h"

#include "base/try.h"
#include "cargo/index_line.h"
#include "cargo/version.h"
#include "registry/access.h"
#include "registry/crate_rows.h"
#include "registry/registry.h"
#include "registry/scope.h"

namespace entrepot::registry {

Result<void> yank_in(WriteContext& context, const YankRequest& request) {
  TRY_ASSIGN(const RepositoryPointer current, find_repository_by_id(context.transaction, request.repository->id));
  if (!current) return repository_not_found(request.repository->namespace_slug, request.repository->slug);
  const RepositoryScope scope(context.transaction, *current);
  TRY(require_publisher(*current, context.actor, context.now));
  TRY_ASSIGN(const Version version, Version::parse(request.version));
  TRY_ASSIGN(const CrateRow crate, find_exact_crate(scope, request.crate));
  TRY(require_crate_owner(scope, context.actor, crate, context.now));
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "SELECT id, version, index_line, yanked, quarantined_at FROM versions WHERE crate_id = :a "
                 "AND version_key = :b AND deleted_at IS NULL",
                 {crate.id, version.without_build()}));
  // Without build metadata the number alone says which; with it, it must be the right one.
  if (!row || (!version.build().empty() && row->text(1) != version.text())) {
    return version_not_found(request.crate, request.version);
  }
  const bool yanked = request.what == Yank::yank;
  if (row->boolean(3) == yanked) return {};
  TRY_ASSIGN(const std::string line, set_yanked(row->text(2), yanked || !row->is_null(4)));
  TRY(context.transaction.execute("UPDATE versions SET index_line = :a, yanked = :b WHERE id = :c",
                                  {line, std::int64_t{yanked ? 1 : 0}, row->integer(0)}));
  TRY(refresh_crate(scope, crate, context.now));
  return context.events.append({.kind = yanked ? EventKind::yanked : EventKind::unyanked,
                                .namespace_id = current->namespace_id,
                                .repository_id = scope.id(),
                                .subject_id = row->integer(0),
                                .crate = crate.name,
                                .version = row->text(1),
                                .data = row->is_null(4) ? "{}" : R"({"in_quarantine":true})"});
}

net::Task<Result<void>> yank(Registry& registry, std::shared_ptr<const auth::Principal> principal,
                             YankRequest request) {
  co_return co_await registry.writer().write(
      std::move(principal),
      [request = std::move(request)](WriteContext& context) { return yank_in(context, request); });
}

}  // namespace entrepot::registry
