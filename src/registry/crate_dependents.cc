#include "registry/crate_dependents.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/try.h"
#include "cargo/index_line.h"
#include "cargo/registry_url.h"
#include "package_query/text_pattern.h"
#include "registry/own_urls.h"

namespace entrepot::registry {
namespace {

/// The dependents of one repository that name the crate's registry in one way.
struct Group {
  RepositoryPointer repository;
  std::string registry;  ///< as in crate_dependents
  std::size_t count = 0;
};

std::size_t count_at(const store::Row& row, std::size_t column) {
  return static_cast<std::size_t>(row.integer(column));
}

Result<std::vector<Group>> groups_elsewhere(const RepositoryScope& scope, const DependentsQuestion& question,
                                            const std::string& key, Timestamp now) {
  TRY_ASSIGN(const auto rows, scope.transaction().query(
                                  "SELECT registry, repository_id, COUNT(*) FROM crate_dependents WHERE name = :a AND "
                                  "registry > '' GROUP BY registry, repository_id",
                                  {key}));
  const RepositoryPointer here(RepositoryPointer(), &scope.repository());  // borrowed: the scope outlives it
  const IsOwnRegistry means_here = is_alias_of(here, question.public_url);
  std::vector<Group> out;
  for (const store::Row& row : rows) {
    const auto url = RegistryUrl::parse(row.text(0));
    if (!url || !means_here(*url)) continue;
    TRY_ASSIGN(RepositoryPointer repository, find_repository_by_id(scope.transaction(), row.integer(1)));
    if (!repository) continue;  // deleted
    if (auth::privilege_on(question.actor, repository->facts(), now) < auth::Privilege::read) continue;
    out.push_back({.repository = std::move(repository), .registry = row.text(0), .count = count_at(row, 2)});
  }
  std::ranges::sort(out, {}, [](const Group& group) {
    return repository_key(group.repository->namespace_slug, group.repository->slug) + '/' + group.registry;
  });
  return out;
}

Result<std::vector<Group>> groups_of(const RepositoryScope& scope, const DependentsQuestion& question,
                                     const std::string& key, Timestamp now) {
  TRY_ASSIGN(const auto own,
             scope.transaction().query_one("SELECT COUNT(*) FROM crate_dependents WHERE name = :a AND registry = '' "
                                           "AND repository_id = :b",
                                           {key, scope.id()}));
  TRY_ASSIGN(std::vector<Group> out, groups_elsewhere(scope, question, key, now));
  const RepositoryPointer here(RepositoryPointer(), &scope.repository());
  out.insert(out.begin(), Group{.repository = here, .registry = {}, .count = own ? count_at(*own, 0) : 0});
  return out;
}

bool is_need(const Dependency& dependency, const std::string& key, const std::string& registry) {
  if (package_query::fold_name(dependency.name) != key) return false;
  if (!dependency.registry) return registry.empty();
  const auto url = RegistryUrl::parse(*dependency.registry);
  return url && url->canonical() == registry;
}

/// Nothing for an index line that cannot be read any more.
Result<std::optional<CrateDependent>> read_dependent(store::Transaction& transaction, const Group& group,
                                                     const std::string& key, const std::string& dependent) {
  TRY_ASSIGN(const auto row, transaction.query_one(
                                 "SELECT c.name, v.version, v.index_line FROM listed_crates l JOIN crates c ON c.id = "
                                 "l.crate_id JOIN versions v ON v.id = l.id WHERE l.repository_id = :a AND "
                                 "l.name = :b",
                                 {group.repository->id, dependent}));
  if (!row) return internal_error("a dependent is not in the list of crates");
  const auto line = parse_index_line(row->text(2));
  if (!line) return std::nullopt;
  const Dependency* most_binding = nullptr;
  for (const Dependency& dependency : line->dependencies) {
    if (!is_need(dependency, key, group.registry)) continue;
    if (most_binding == nullptr || dependency.kind < most_binding->kind) most_binding = &dependency;
  }
  if (most_binding == nullptr) return std::nullopt;
  return CrateDependent{.namespace_slug = group.repository->namespace_slug,
                        .repository_slug = group.repository->slug,
                        .name = row->text(0),
                        .version = row->text(1),
                        .requirement = most_binding->requirement,
                        .kind = most_binding->kind};
}

std::size_t sum_of(const std::vector<Group>& groups) {
  std::size_t sum = 0;
  for (const Group& group : groups) sum += group.count;
  return sum;
}

}  // namespace

Result<std::size_t> count_dependents(const RepositoryScope& scope, const DependentsQuestion& question, Timestamp now) {
  TRY_ASSIGN(const std::vector<Group> groups,
             groups_of(scope, question, package_query::fold_name(question.crate), now));
  return sum_of(groups);
}

Result<DependentsPage> list_dependents(const RepositoryScope& scope, const DependentsQuestion& question,
                                       std::size_t page, std::size_t page_size, Timestamp now) {
  const std::string key = package_query::fold_name(question.crate);
  TRY_ASSIGN(const std::vector<Group> groups, groups_of(scope, question, key, now));
  DependentsPage out{.dependents = {}, .total = sum_of(groups)};
  std::size_t skip = (page - 1) * page_size;
  std::size_t left = page_size;
  for (const Group& group : groups) {
    if (skip >= group.count) {
      skip -= group.count;
      continue;
    }
    TRY_ASSIGN(const auto rows,
               scope.transaction().query("SELECT dependent FROM crate_dependents WHERE name = :a AND registry = :b AND "
                                         "repository_id = :c ORDER BY dependent LIMIT :d OFFSET :e",
                                         {key, group.registry, group.repository->id, static_cast<std::int64_t>(left),
                                          static_cast<std::int64_t>(skip)}));
    for (const store::Row& row : rows) {
      TRY_ASSIGN(auto dependent, read_dependent(scope.transaction(), group, key, row.text(0)));
      if (dependent) out.dependents.push_back(*std::move(dependent));
    }
    left -= rows.size();
    skip = 0;
    if (left == 0) break;
  }
  return out;
}

}  // namespace entrepot::registry
