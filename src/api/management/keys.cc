#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/management/shapes.h"
#include "api/query.h"
#include "base/parse_time.h"
#include "base/try.h"
#include "registry/api_keys.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 3> kScopes{"read", "publish", "admin"};

registry::NewApiKey read_key(JsonInput& input) {
  registry::NewApiKey key;
  key.name = input.text("name", JsonInput::Need::required).value_or("");
  if (const auto scope = input.word("scope", kScopes)) key.scope = auth::parse_scope(*scope).value_or(key.scope);
  key.repositories = input.texts("repositories");
  key.crate_patterns = input.texts("crates");
  key.user = input.text("user");
  if (const auto text = input.text("expires_at")) {
    if (const Result<Timestamp> time = parse_time(*text)) {
      key.expires_at = *time;
    } else {
      input.refuse("expires_at", "Must be a time such as 2027-01-31T12:00:00Z.");
    }
  }
  return key;
}

}  // namespace

Answer create_key(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewApiKey key = read_key(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(const registry::CreatedApiKey created,
                co_await call.services.registry.writer().write(call.principal,
                                                               [key = std::move(key)](registry::WriteContext& context) {
                                                                 return registry::create_api_key(context, key);
                                                               }));
  json::object object = to_json(created.record);
  object["key"] = created.secret.reveal();
  http::Response response = json_response(201, object);
  response.fields.add("cache-control", "no-store");
  co_return response;
}

Answer list_keys(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      const std::vector<registry::ApiKeyRecord> keys,
      co_await registry.database().read([actor = call.principal, now = registry.clock().now(),
                                         user = query_text(call.request, "user")](store::Transaction& transaction) {
        return registry::list_api_keys(transaction, *actor, user, now);
      }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::ApiKeyRecord& key : slice(keys, page)) list.push_back(to_json(key));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, keys.size());
  co_return response;
}

Answer revoke_key(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal, [key = std::string(call.parameter("key"))](registry::WriteContext& context) {
        return registry::revoke_api_key(context, key);
      }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

}  // namespace entrepot::api::management
