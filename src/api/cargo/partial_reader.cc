#include "api/cargo/partial_reader.h"

#include <memory>
#include <utility>

#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::cargo_routes {

bool is_partial_reader(const Call& call) {
  return call.limits != nullptr && call.limits->is_partial;
}

net::Task<Result<registry::IndexEntryPointer>> load_entry(const Call& call, std::string index_key) {
  registry::Registry& registry = call.services.registry;
  const std::int64_t repository_id = call.repository->id;
  if (!is_partial_reader(call)) co_return co_await registry.index().load(repository_id, std::move(index_key));
  CO_TRY_ASSIGN(const registry::EntitlementMeterPointer meter,
                co_await registry.entitlement_usages().load(call.limits->entitlement_id));
  auto query = meter->query();
  // The limit was taken away after the token was looked up.
  if (query == nullptr) co_return co_await registry.index().load(repository_id, std::move(index_key));
  co_return co_await registry.database().read([repository_id, index_key = std::move(index_key),
                                               query = std::move(query),
                                               now = registry.clock().now()](store::Transaction& transaction) {
    return registry::read_partial_index_entry(transaction, repository_id, index_key, *query, now);
  });
}

}  // namespace entrepot::api::cargo_routes
