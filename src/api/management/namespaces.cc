#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/organisations.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

json::object namespace_json(const registry::NamespaceRecord& record) {
  const bool is_user = record.kind == registry::NamespaceKind::user;
  return {{"name", record.name},
          {"slug", record.slug},
          {"slug_perm", record.slug_perm},
          {"type_name", is_user ? "User" : "Organization"}};
}

/// Adds those in which one was given something in a single repository.
Result<void> add_given(store::Transaction& transaction, const auth::Principal& actor,
                       std::vector<registry::NamespaceRecord>& to) {
  for (const auto& [repository_id, privilege] : actor.privileges) {
    TRY_ASSIGN(const auto repository, registry::find_repository_by_id(transaction, repository_id));
    if (repository == nullptr ||
        std::ranges::find(to, repository->namespace_id, &registry::NamespaceRecord::id) != to.end()) {
      continue;
    }
    TRY_ASSIGN(to.emplace_back(), registry::find_namespace(transaction, repository->namespace_slug));
  }
  return {};
}

/// One's own, one's organisations' and those with a repository in which one may do something.
net::Task<Result<std::vector<registry::NamespaceRecord>>> load(const Call& call) {
  co_return co_await call.services.registry.database().read(
      [actor = call.principal, now = call.services.registry.clock().now()](
          store::Transaction& transaction) -> Result<std::vector<registry::NamespaceRecord>> {
        TRY_ASSIGN(auto all, registry::list_organisations(transaction, *actor, now));
        TRY_ASSIGN(auto own, registry::find_namespace(transaction, actor->user));
        all.insert(all.begin(), std::move(own));
        TRY(add_given(transaction, *actor, all));
        return all;
      });
}

}  // namespace

Answer list_namespaces(const Call& call) {
  CO_TRY_ASSIGN(const std::vector<registry::NamespaceRecord> all, co_await load(call));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::NamespaceRecord& one : slice(all, page)) list.push_back(namespace_json(one));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, all.size());
  co_return response;
}

Answer get_namespace(const Call& call) {
  CO_TRY_ASSIGN(const std::vector<registry::NamespaceRecord> all, co_await load(call));
  const std::string_view slug = call.parameter("namespace");
  const auto found = std::ranges::find_if(
      all, [slug](const registry::NamespaceRecord& one) { return equals_ignoring_case(one.slug, slug); });
  if (found == all.end()) co_return registry::namespace_not_found(slug);
  co_return json_response(200, namespace_json(*found));
}

}  // namespace entrepot::api::management
