#include "registry/search.h"

#include <boost/json.hpp>
#include <utility>

#include "api/cargo/handlers.h"
#include "api/json.h"
#include "api/query.h"
#include "api/request_rate.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::cargo_routes {
namespace json = boost::json;

net::Task<Result<http::Response>> search(const Call& call) {
  constexpr std::size_t kMostPerPage = 100;
  constexpr std::size_t kMostPages = 100'000;
  registry::SearchRequest request{.text = query_text(call.request, "q").value_or(""),
                                  .per_page = query_number(call.request, "per_page", 10, 1, kMostPerPage),
                                  .page = query_number(call.request, "page", 1, 1, kMostPages)};
  CO_TRY_ASSIGN(const registry::SearchAnswer answer, co_await registry::search(call.services.registry, call.repository,
                                                                               std::move(request), rate_caller(call)));
  json::array crates;
  for (const registry::SearchHit& hit : answer.hits) {
    crates.push_back(json::object{{"name", hit.name},
                                  {"max_version", hit.max_version},
                                  {"description", hit.description},
                                  {"downloads", hit.downloads}});
  }
  co_return json_response(200,
                          json::object{{"crates", std::move(crates)}, {"meta", json::object{{"total", answer.total}}}});
}

}  // namespace entrepot::api::cargo_routes
