#include "api/management/password_check.h"

#include <optional>
#include <utility>

#include "base/try.h"
#include "registry/registry.h"
#include "registry/users.h"

namespace entrepot::api::management {
namespace {

net::Task<Result<std::string>> user_name(const Call& call, std::string login) {
  if (login.find('@') == std::string::npos) co_return login;
  CO_TRY_ASSIGN(const std::optional<std::string> slug,
                co_await call.services.registry.database().read(
                    [login](store::Transaction& transaction) { return registry::user_of_email(transaction, login); }));
  co_return slug.value_or(login);
}

}  // namespace

net::Task<Result<auth::PrincipalPointer>> check_name_and_secret(const Call& call, std::string login,
                                                                auth::Secret secret) {
  CO_TRY_ASSIGN(std::string name, co_await user_name(call, std::move(login)));
  co_return co_await call.services.registry.authenticator().authenticate(
      {.kind = auth::Credential::Kind::named, .name = std::move(name), .secret = std::move(secret)},
      std::string(call.request.peer));
}

}  // namespace entrepot::api::management
