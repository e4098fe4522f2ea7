#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/password_check.h"
#include "api/management/refuse_fields.h"
#include "api/management/shapes.h"
#include "base/try.h"
#include "registry/api_keys.h"
#include "registry/registry.h"

/// One's API keys in Cloudsmith's shapes, which has one or two for each user and calls them tokens.
namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// UserAuthenticationToken; `secret` is empty where it is not known any more.
json::object token_json(const registry::ApiKeyRecord& key, std::string_view secret) {
  return {{"created", to_rfc3339(key.created_at)},
          {"key", secret.empty() ? key.prefix + "**********" : std::string(secret)},
          {"slug_perm", key.slug_perm}};
}

http::Response secret_response(int status, const json::object& body) {
  http::Response response = json_response(status, body);
  response.fields.add("cache-control", "no-store");
  return response;
}

}  // namespace

Answer log_in(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  std::string login = input.text("email", JsonInput::Need::required).value_or("");
  std::string password = input.text("password", JsonInput::Need::required).value_or("");
  if (login.size() + password.size() > auth::kMaxCredentialBytes) input.refuse("password", "It is too long.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(auth::PrincipalPointer user,
                co_await check_name_and_secret(call, std::move(login), auth::Secret(std::move(password))));
  CO_TRY_ASSIGN(const registry::CreatedApiKey created,
                co_await call.services.registry.writer().write(std::move(user), [](registry::WriteContext& context) {
                  return registry::create_login_key(context);
                }));
  co_return secret_response(
      201, {{"token", created.secret.reveal()}, {"two_factor_required", false}, {"two_factor_token", ""}});
}

Answer list_tokens(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(std::vector<registry::ApiKeyRecord> keys,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now()](store::Transaction& transaction) {
                      return registry::list_api_keys(transaction, *actor, actor->user, now);
                    }));
  std::erase_if(keys, [now = registry.clock().now()](const registry::ApiKeyRecord& key) {
    return key.revoked_at || (key.expires_at && *key.expires_at <= now);
  });
  const Page page = page_of(call.request);
  json::array results;
  for (const registry::ApiKeyRecord& key : slice(keys, page)) results.push_back(token_json(key, {}));
  http::Response response = json_response(200, json::object{{"results", std::move(results)}});
  add_pagination(response, call, page, keys.size());
  co_return response;
}

Answer create_token(const Call& call) {
  CO_TRY_ASSIGN(const registry::CreatedApiKey created,
                co_await call.services.registry.writer().write(call.principal, [](registry::WriteContext& context) {
                  return registry::create_api_key(context, {.name = "token", .scope = auth::Scope::admin});
                }));
  co_return secret_response(201, token_json(created.record, created.secret.reveal()));
}

Answer refresh_token(const Call& call) {
  CO_TRY_ASSIGN(const registry::CreatedApiKey refreshed,
                co_await call.services.registry.writer().write(
                    call.principal, [key = std::string(call.parameter("key"))](registry::WriteContext& context) {
                      return registry::refresh_api_key(context, key);
                    }));
  co_return secret_response(200, token_json(refreshed.record, refreshed.secret.reveal()));
}

}  // namespace entrepot::api::management
