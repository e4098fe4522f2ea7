#include "registry/publish.h"

#include <boost/json.hpp>
#include <utility>

#include "api/cargo/handlers.h"
#include "api/json.h"
#include "base/try.h"

namespace entrepot::api::cargo_routes {
namespace json = boost::json;
namespace {

json::array to_array(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

}  // namespace

net::Task<Result<http::Response>> publish(const Call& call) {
  http::RequestBody* body = call.request.body;
  registry::PublishRequest request{.repository = call.repository,
                                   .principal = call.principal,
                                   .body = [body] { return body->read(); },
                                   .length = body->length()};
  CO_TRY_ASSIGN(const registry::PublishAnswer answer,
                co_await registry::publish(call.services.registry, std::move(request)));
  co_return json_response(200,
                          json::object{{"warnings", json::object{
                                                        {"invalid_categories", to_array(answer.invalid_categories)},
                                                        {"invalid_badges", json::array{}},
                                                        {"other", to_array(answer.warnings)},
                                                    }}});
}

}  // namespace entrepot::api::cargo_routes
