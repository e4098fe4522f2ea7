#include "registry/yank.h"

#include <boost/json.hpp>
#include <string>

#include "api/cargo/handlers.h"
#include "api/json.h"
#include "base/try.h"

namespace entrepot::api::cargo_routes {
namespace {

net::Task<Result<http::Response>> answer(const Call& call, registry::Yank what) {
  registry::YankRequest request{.repository = call.repository,
                                .crate = std::string(call.parameter("crate")),
                                .version = std::string(call.parameter("version")),
                                .what = what};
  CO_TRY(co_await registry::yank(call.services.registry, call.principal, std::move(request)));
  co_return json_response(200, boost::json::object{{"ok", true}});
}

}  // namespace

net::Task<Result<http::Response>> yank(const Call& call) {
  return answer(call, registry::Yank::yank);
}

net::Task<Result<http::Response>> unyank(const Call& call) {
  return answer(call, registry::Yank::unyank);
}

}  // namespace entrepot::api::cargo_routes
