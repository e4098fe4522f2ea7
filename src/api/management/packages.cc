#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/package_shapes.h"
#include "api/management/page.h"
#include "api/query.h"
#include "api/request_rate.h"
#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/package_lists.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

registry::PackageListing listing_of(const Call& call, Page page) {
  return {.query = query_text(call.request, "query").value_or(""),
          .sort = query_text(call.request, "sort").value_or(""),
          .page = page.number,
          .page_size = page.size};
}

net::Task<Result<registry::PackageInfo>> load(const Call& call) {
  co_return co_await call.services.registry.database().read(
      [repository = call.repository, identifier = std::string(call.parameter("package"))](
          store::Transaction& transaction) { return registry::get_package({transaction, *repository}, identifier); });
}

}  // namespace

Answer list_packages(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  CO_TRY_ASSIGN(const registry::Gate::Pass pass, co_await registry.search_gate().enter(rate_caller(call)));
  CO_TRY_ASSIGN(const registry::PackagePage found,
                co_await registry.database().read([repository = call.repository, listing = listing_of(call, page),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::list_packages({transaction, *repository}, listing, now);
                }));
  json::array list;
  for (const registry::PackageInfo& package : found.packages) {
    list.push_back(to_json(package, *call.repository, call.public_url()));
  }
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, found.total);
  co_return response;
}

Answer list_package_groups(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  CO_TRY_ASSIGN(const registry::Gate::Pass pass, co_await registry.search_gate().enter(rate_caller(call)));
  CO_TRY_ASSIGN(const registry::PackageGroups found,
                co_await registry.database().read([repository = call.repository, listing = listing_of(call, page),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::list_package_groups({transaction, *repository}, listing, now);
                }));
  json::array list;
  for (const registry::PackageGroup& group : found.groups) list.push_back(to_json(group));
  http::Response response = json_response(200, json::object{{"results", std::move(list)}});
  add_pagination(response, call, page, found.total);
  co_return response;
}

Answer get_package(const Call& call) {
  CO_TRY_ASSIGN(const registry::PackageInfo package, co_await load(call));
  co_return json_response(200, to_json(package, *call.repository, call.public_url()));
}

Answer package_status(const Call& call) {
  CO_TRY_ASSIGN(const registry::PackageInfo package, co_await load(call));
  co_return json_response(200, status_json(package, *call.repository, call.public_url()));
}

Answer package_dependencies(const Call& call) {
  CO_TRY_ASSIGN(const registry::PackageInfo package, co_await load(call));
  CO_TRY_ASSIGN(const IndexLine line, parse_index_line(package.index_line));
  co_return json_response(200, json::object{{"dependencies", dependencies_json(line.dependencies)}});
}

}  // namespace entrepot::api::management
