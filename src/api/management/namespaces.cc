#include "registry/namespaces.h"

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "base/try.h"
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

}  // namespace

Answer list_namespaces(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::NamespaceRecord> all,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now()](store::Transaction& transaction) {
                      return registry::list_namespaces(transaction, *actor, now);
                    }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::NamespaceRecord& one : slice(all, page)) list.push_back(namespace_json(one));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, all.size());
  co_return response;
}

Answer get_namespace(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::NamespaceRecord found,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now(),
                     slug = std::string(call.parameter("namespace"))](store::Transaction& transaction) {
                      return registry::find_visible_namespace(transaction, *actor, slug, now);
                    }));
  co_return json_response(200, namespace_json(found));
}

}  // namespace entrepot::api::management
