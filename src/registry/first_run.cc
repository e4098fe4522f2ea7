#include "registry/first_run.h"

#include <string>
#include <utility>

#include "auth/authenticator.h"
#include "base/try.h"
#include "registry/registry.h"
#include "registry/users.h"

namespace entrepot::registry {
namespace {

Result<void> require_first_run(store::Transaction& transaction) {
  TRY_ASSIGN(const bool is_first, is_first_run(transaction));
  if (is_first) return {};
  return fail(ErrorCode::conflict, "This server is set up already; sign in with a user's name and password.");
}

std::unexpected<Error> wrong_key() {
  return fail(ErrorCode::unauthenticated,
              "This is not the API key of an admin of this server. It was printed when the server was first started; "
              "`entrepot init --recover --admin NAME` makes another one.");
}

/// The admin whose key it is.
net::Task<Result<auth::PrincipalPointer>> find_admin(Registry& registry, auth::Secret key, std::string address) {
  auto admin = co_await registry.authenticator().authenticate({.secret = std::move(key)}, std::move(address));
  if (!admin && admin.error().code == ErrorCode::unauthenticated) co_return wrong_key();
  if (admin && !auth::may_administer_server(**admin, registry.clock().now())) co_return wrong_key();
  co_return admin;
}

}  // namespace

Result<bool> is_first_run(store::Transaction& transaction) {
  TRY_ASSIGN(const auto with_password,
             transaction.query_one("SELECT id FROM users WHERE password_hash IS NOT NULL AND is_admin = 1 LIMIT 1"));
  if (with_password) return false;
  TRY_ASSIGN(const auto admin,
             transaction.query_one("SELECT id FROM users WHERE is_admin = 1 AND disabled_at IS NULL LIMIT 1"));
  return admin.has_value();
}

net::Task<Result<OpenedSession>> finish_first_run(Registry& registry, FirstRun first_run) {
  CO_TRY(co_await registry.database().read(
      [](store::Transaction& transaction) { return require_first_run(transaction); }));
  CO_TRY_ASSIGN(auth::PrincipalPointer admin,
                co_await find_admin(registry, std::move(first_run.key), first_run.visitor.address));
  CO_TRY_ASSIGN(std::string hash, co_await registry.authenticator().hash_new_password(first_run.password));
  co_return co_await registry.writer().write(
      std::move(admin),
      [hash = std::move(hash), visitor = std::move(first_run.visitor),
       limits = registry.options().authenticator.sessions](WriteContext& context) -> Result<OpenedSession> {
        // Only now, with nobody writing beside this: of two who try at once one is first.
        TRY(require_first_run(context.transaction));
        TRY(set_password(context, context.actor.user, hash));
        return open_session(context, visitor, limits);
      });
}

}  // namespace entrepot::registry
