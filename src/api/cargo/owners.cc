#include "registry/owners.h"

#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/cargo/handlers.h"
#include "api/json.h"
#include "base/try.h"

namespace entrepot::api::cargo_routes {
namespace json = boost::json;
namespace {

/// Cargo up to 1.95 sends the list after a removal as a DELETE without a body, so every answer holds all three parts.
http::Response owners_response(const std::vector<registry::CrateOwner>& owners, std::string_view message) {
  json::array users;
  for (const registry::CrateOwner& owner : owners) {
    users.push_back(json::object{{"id", owner.id}, {"login", owner.login}, {"name", owner.name}});
  }
  return json_response(200, json::object{{"ok", true}, {"msg", message}, {"users", std::move(users)}});
}

net::Task<Result<http::Response>> change(const Call& call, registry::OwnersChange what) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::optional<std::vector<std::string>> logins = input.texts("users");
  if (!input.errors().empty() || (logins && logins->empty())) {
    co_return invalid("\"users\" must be a list of user names, as in {\"users\":[\"anna\"]}.");
  }
  if (!logins) {
    if (what == registry::OwnersChange::remove && input.object().empty()) co_return co_await list_owners(call);
    co_return invalid("The body must name the users: {\"users\":[\"anna\"]}.");
  }
  CO_TRY_ASSIGN(const registry::OwnersAnswer answer,
                co_await registry::change_owners(call.services.registry, call.principal, call.repository,
                                                 std::string(call.parameter("crate")), what, *logins));
  co_return owners_response(answer.owners, answer.message);
}

}  // namespace

net::Task<Result<http::Response>> list_owners(const Call& call) {
  CO_TRY_ASSIGN(
      const std::vector<registry::CrateOwner> owners,
      co_await registry::owners(call.services.registry, call.repository, std::string(call.parameter("crate"))));
  co_return owners_response(owners, "These users own the crate.");
}

net::Task<Result<http::Response>> add_owners(const Call& call) {
  return change(call, registry::OwnersChange::add);
}

net::Task<Result<http::Response>> remove_owners(const Call& call) {
  return change(call, registry::OwnersChange::remove);
}

}  // namespace entrepot::api::cargo_routes
