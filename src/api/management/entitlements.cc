#include "registry/entitlements.h"

#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/entitlement_limits.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/management/settings.h"
#include "api/management/shapes.h"
#include "api/query.h"
#include "base/try.h"
#include "registry/entitlement_sync.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

registry::ShowTokens show_tokens(const Call& call) {
  return query_flag(call.request, "show_tokens") ? registry::ShowTokens::yes : registry::ShowTokens::no;
}

/// What was counted since it was written down last. The counts of a token whose limits have just changed are read anew.
net::Task<Result<void>> add_counts(registry::Registry& registry, registry::EntitlementRecord& entitlement) {
  if (!entitlement.limits.is_counted()) co_return Result<void>();
  registry::EntitlementUsages& usages = registry.entitlement_usages();
  if (usages.is_outdated(entitlement.id)) CO_TRY(co_await usages.load(entitlement.id));
  entitlement.usage = usages.usage(entitlement.id).value_or(entitlement.usage);
  co_return Result<void>();
}

json::object json_of(const Call& call, const registry::EntitlementRecord& entitlement) {
  return to_json(entitlement, *call.repository, call.public_url(), call.services.registry.clock().now());
}

/// Answers with tokens in them must not stay in anybody's cache.
Answer entitlement_response(int status, const Call& call, registry::EntitlementRecord entitlement) {
  CO_TRY(co_await add_counts(call.services.registry, entitlement));
  http::Response response = json_response(status, json_of(call, entitlement));
  response.fields.add("cache-control", "no-store");
  co_return response;
}

net::Task<Result<json::array>> list_of(const Call& call, std::vector<registry::EntitlementRecord> entitlements) {
  json::array list;
  for (registry::EntitlementRecord& entitlement : entitlements) {
    CO_TRY(co_await add_counts(call.services.registry, entitlement));
    list.push_back(json_of(call, entitlement));
  }
  co_return list;
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
  const auto shown = slice(entitlements, page);
  CO_TRY_ASSIGN(json::array list, co_await list_of(call, {shown.begin(), shown.end()}));
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
                                       .is_active = input.flag("is_active").value_or(true),
                                       .limits = read_limits(input)};
  refuse_missing_of_tokens(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::EntitlementRecord created,
                co_await registry.writer().write(
                    call.principal, [repository = call.repository, &sealer = registry.sealer(),
                                     entitlement = std::move(entitlement)](registry::WriteContext& context) {
                      return registry::create_entitlement(context, sealer, *repository, entitlement);
                    }));
  co_return co_await entitlement_response(201, call, created);
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
  co_return co_await entitlement_response(200, call, entitlement);
}

namespace {

using Change = Result<registry::EntitlementRecord> (*)(registry::WriteContext&, const auth::Sealer&,
                                                       const registry::RepositoryRecord&, std::string_view,
                                                       const registry::EntitlementPatch&);

/// A change by what the body names.
Answer change_by_patch(const Call& call, Change change) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::EntitlementPatch patch{.name = input.text("name"),
                                   .token = read_token(input),
                                   .is_active = input.flag("is_active"),
                                   .limits = read_limits(input)};
  refuse_missing_of_tokens(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      registry::EntitlementRecord entitlement,
      co_await registry.writer().write(
          call.principal, [change, repository = call.repository, &sealer = registry.sealer(), patch = std::move(patch),
                           identifier = std::string(call.parameter("entitlement"))](registry::WriteContext& context) {
            return change(context, sealer, *repository, identifier, patch);
          }));
  co_return co_await entitlement_response(200, call, std::move(entitlement));
}

}  // namespace

Answer update_entitlement(const Call& call) {
  return change_by_patch(call, registry::update_entitlement);
}

Answer refresh_entitlement(const Call& call) {
  return change_by_patch(call, registry::refresh_entitlement);
}

Answer sync_entitlements(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  std::string source = input.text("source", JsonInput::Need::required).value_or("");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      std::vector<registry::EntitlementRecord> entitlements,
      co_await registry.writer().write(
          call.principal, [repository = call.repository, &sealer = registry.sealer(), source = std::move(source),
                           show = show_tokens(call)](registry::WriteContext& context) {
            return registry::sync_entitlements(context, sealer, *repository, source, show);
          }));
  CO_TRY_ASSIGN(json::array list, co_await list_of(call, std::move(entitlements)));
  http::Response response = json_response(200, json::object{{"tokens", std::move(list)}});
  response.fields.add("cache-control", "no-store");
  co_return response;
}

Answer reset_entitlement(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal,
      [repository = call.repository, identifier = std::string(call.parameter("entitlement"))](
          registry::WriteContext& context) { return registry::reset_entitlement(context, *repository, identifier); }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
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
