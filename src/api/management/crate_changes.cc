#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/crate_calls.h"
#include "api/management/crate_shapes.h"
#include "api/management/handlers.h"
#include "api/management/refuse_fields.h"
#include "base/try.h"
#include "registry/owners.h"
#include "registry/registry.h"
#include "registry/yank.h"

// What cargo changes by its web API, for who has no cargo at hand. Names in any spelling; the workflows are the same.

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

Answer change_yank(const Call& call, registry::Yank what) {
  CO_TRY_ASSIGN(
      const registry::CrateVersion version,
      co_await call.services.registry.writer().write(
          call.principal,
          [repository = call.repository, name = version_name(call),
           what](registry::WriteContext& context) -> Result<registry::CrateVersion> {
            const registry::RepositoryScope scope(context.transaction, *repository);
            TRY_ASSIGN(const FoundVersion found, find_version(scope, name));
            TRY(registry::yank_in(
                context,
                {.repository = repository, .crate = found.crate.name, .version = found.version.version, .what = what}));
            return registry::read_version(scope, found.crate, found.version.version);
          }));
  CO_TRY_ASSIGN(const json::object body, short_json(version));
  co_return json_response(200, body);
}

http::Response owners_response(const std::vector<registry::CrateOwner>& owners) {
  return json_response(200, json::object{{"owners", to_json(owners)}});
}

Answer change_owners(const Call& call, registry::OwnersChange what) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::vector<std::string> logins = input.texts("owners").value_or(std::vector<std::string>());
  if (logins.empty() && input.errors().empty()) input.refuse("owners", "Name at least one user.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(const registry::OwnersAnswer answer,
                co_await call.services.registry.writer().write(
                    call.principal,
                    [repository = call.repository, crate = std::string(call.parameter("crate")), what,
                     logins](registry::WriteContext& context) -> Result<registry::OwnersAnswer> {
                      TRY_ASSIGN(const registry::CrateRow found,
                                 registry::get_crate({context.transaction, *repository}, crate));
                      return registry::change_owners_in(context, *repository, found.name, what, logins);
                    }));
  co_return owners_response(answer.owners);
}

}  // namespace

Answer yank_version(const Call& call) {
  return change_yank(call, registry::Yank::yank);
}

Answer unyank_version(const Call& call) {
  return change_yank(call, registry::Yank::unyank);
}

Answer list_crate_owners(const Call& call) {
  CO_TRY_ASSIGN(const std::vector<registry::CrateOwner> owners,
                co_await call.services.registry.database().read(
                    [repository = call.repository, crate = std::string(call.parameter("crate"))](
                        store::Transaction& transaction) -> Result<std::vector<registry::CrateOwner>> {
                      const registry::RepositoryScope scope(transaction, *repository);
                      TRY_ASSIGN(const registry::CrateRow found, registry::get_crate(scope, crate));
                      return registry::list_owners(scope, found.name);
                    }));
  co_return owners_response(owners);
}

Answer add_crate_owners(const Call& call) {
  return change_owners(call, registry::OwnersChange::add);
}

Answer remove_crate_owners(const Call& call) {
  return change_owners(call, registry::OwnersChange::remove);
}

}  // namespace entrepot::api::management
