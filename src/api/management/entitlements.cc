#include "registry/entitlements.h"

#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/management/settings.h"
#include "api/management/shapes.h"
#include "api/query.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

registry::ShowTokens show_tokens(const Call& call) {
  return query_flag(call.request, "show_tokens") ? registry::ShowTokens::yes : registry::ShowTokens::no;
}

/// Answers with tokens in them must not stay in anybody's cache.
http::Response entitlement_response(int status, const Call& call, const registry::EntitlementRecord& entitlement) {
  http::Response response = json_response(status, to_json(entitlement, *call.repository, call.public_url()));
  response.fields.add("cache-control", "no-store");
  return response;
}

/// One that the client chose.
std::optional<auth::Secret> read_token(JsonInput& input) {
  std::optional<std::string> token = input.text("token");
  if (!token) return std::nullopt;
  return auth::Secret(std::move(*token));
}

}  // namespace

Answer list_entitlements(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::EntitlementRecord> entitlements,
                co_await registry.database().read([repository = call.repository, actor = call.principal,
                                                   &sealer = registry.sealer(), show = show_tokens(call),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::list_entitlements({transaction, *repository}, *actor, sealer, show, now);
                }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::EntitlementRecord& entitlement : slice(entitlements, page)) {
    list.push_back(to_json(entitlement, *call.repository, call.public_url()));
  }
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, entitlements.size());
  response.fields.add("cache-control", "no-store");
  co_return response;
}

/// The token is always in this answer: whoever makes one wants to use it.
Answer create_entitlement(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewEntitlement entitlement{.name = input.text("name", JsonInput::Need::required).value_or(""),
                                       .token = read_token(input),
                                       .is_active = input.flag("is_active").value_or(true)};
  refuse_token_limits(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::EntitlementRecord created,
                co_await registry.writer().write(
                    call.principal, [repository = call.repository, &sealer = registry.sealer(),
                                     entitlement = std::move(entitlement)](registry::WriteContext& context) {
                      return registry::create_entitlement(context, sealer, *repository, entitlement);
                    }));
  co_return entitlement_response(201, call, created);
}

Answer get_entitlement(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::EntitlementRecord entitlement,
                co_await registry.database().read([repository = call.repository, actor = call.principal,
                                                   &sealer = registry.sealer(), show = show_tokens(call),
                                                   identifier = std::string(call.parameter("entitlement")),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::get_entitlement({transaction, *repository}, *actor, sealer, identifier, show, now);
                }));
  co_return entitlement_response(200, call, entitlement);
}

Answer refresh_entitlement(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::optional<auth::Secret> token = read_token(input);
  refuse_token_limits(input);
  if (input.flag("is_active") == false) input.refuse("is_active", "Disable the token by its own route.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      const registry::EntitlementRecord entitlement,
      co_await registry.writer().write(
          call.principal, [repository = call.repository, &sealer = registry.sealer(), token,
                           identifier = std::string(call.parameter("entitlement"))](registry::WriteContext& context) {
            return registry::refresh_entitlement(context, sealer, *repository, identifier, token);
          }));
  co_return entitlement_response(200, call, entitlement);
}

namespace {

Answer set_state(const Call& call, registry::EntitlementState state) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal, [repository = call.repository, state,
                       identifier = std::string(call.parameter("entitlement"))](registry::WriteContext& context) {
        return registry::set_entitlement_state(context, *repository, identifier, state);
      }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

}  // namespace

Answer enable_entitlement(const Call& call) {
  return set_state(call, registry::EntitlementState::enabled);
}

Answer disable_entitlement(const Call& call) {
  return set_state(call, registry::EntitlementState::disabled);
}

Answer delete_entitlement(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal,
      [repository = call.repository, identifier = std::string(call.parameter("entitlement"))](
          registry::WriteContext& context) { return registry::delete_entitlement(context, *repository, identifier); }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

}  // namespace entrepot::api::management
