#include "registry/organisations.h"

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
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 4> kRoles{"Owner", "Manager", "Member", "Collaborator"};

}  // namespace

Answer create_organisation(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewOrganisation organisation{.slug = input.text("slug", JsonInput::Need::required).value_or(""),
                                         .name = input.text("name").value_or("")};
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(const registry::NamespaceRecord created,
                co_await call.services.registry.writer().write(
                    call.principal, [organisation = std::move(organisation)](registry::WriteContext& context) {
                      return registry::create_organisation(context, organisation);
                    }));
  co_return json_response(201, to_json(created));
}

Answer list_organisations(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const bool only_own = query_text(call.request, "all") && !query_flag(call.request, "all");
  const auto of = only_own ? registry::OrganisationsOf::members : registry::OrganisationsOf::who_may_see_them;
  CO_TRY_ASSIGN(const std::vector<registry::NamespaceRecord> organisations,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now(), of](store::Transaction& transaction) {
                      return registry::list_organisations(transaction, *actor, now, of);
                    }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::NamespaceRecord& organisation : slice(organisations, page))
    list.push_back(to_json(organisation));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, organisations.size());
  co_return response;
}

Answer list_members(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::MemberRecord> members,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now(),
                     organisation = std::string(call.parameter("organisation"))](store::Transaction& transaction) {
                      return registry::list_members(transaction, *actor, organisation, now);
                    }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::MemberRecord& member : slice(members, page)) list.push_back(to_json(member, call.public_url()));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, members.size());
  co_return response;
}

namespace {

using MemberChange = Result<registry::MemberRecord> (*)(registry::WriteContext&, std::string_view, std::string_view,
                                                        auth::Role);

/// What adding and updating share: `user` is who, `role` comes with the body.
Answer change_member(const Call& call, MemberChange change, std::string user, std::string_view role, int status) {
  const std::optional<auth::Role> parsed = auth::parse_role(role);
  if (!parsed) co_return internal_error("an unknown role got past the check");
  CO_TRY_ASSIGN(const registry::MemberRecord member,
                co_await call.services.registry.writer().write(
                    call.principal,
                    [change, user = std::move(user), parsed = *parsed,
                     organisation = std::string(call.parameter("organisation"))](registry::WriteContext& context) {
                      return change(context, organisation, user, parsed);
                    }));
  co_return json_response(status, to_json(member, call.public_url()));
}

}  // namespace

Answer add_member(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::string user = input.text("user", JsonInput::Need::required).value_or("");
  const std::string role = input.word("role", kRoles).value_or("Member");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  co_return co_await change_member(call, &registry::add_member, user, role, 201);
}

Answer update_member(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::string role = input.word("role", kRoles, JsonInput::Need::required).value_or("");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  co_return co_await change_member(call, &registry::update_member, std::string(call.parameter("member")), role, 200);
}

Answer remove_member(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal,
      [organisation = std::string(call.parameter("organisation")), member = std::string(call.parameter("member"))](
          registry::WriteContext& context) { return registry::remove_member(context, organisation, member); }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

}  // namespace entrepot::api::management
