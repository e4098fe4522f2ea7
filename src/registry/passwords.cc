#include "registry/passwords.h"

#include <utility>

#include "auth/authenticator.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

net::Task<Result<void>> check_current(Registry& registry, const UserRecord& user, const PasswordChange& change) {
  if (!change.current) co_return invalid("Changing your own password needs the present one too.");
  const auth::Credential credential{
      .kind = auth::Credential::Kind::named, .name = user.slug, .secret = *change.current};
  const auto known = co_await registry.authenticator().authenticate(credential, change.peer_address);
  if (!known && known.error().code != ErrorCode::unauthenticated) co_return std::unexpected(known.error());
  // An API key under one's name is known too, and no password.
  if (known && (*known)->kind == auth::PrincipalKind::user && (*known)->user_id == user.id) co_return Result<void>{};
  co_return invalid("The present password is not right.");
}

}  // namespace

net::Task<Result<UserRecord>> change_password(Registry& registry, std::shared_ptr<const auth::Principal> actor,
                                              PasswordChange change) {
  const Timestamp now = registry.clock().now();
  CO_TRY_ASSIGN(const UserRecord user,
                co_await registry.database().read([actor, slug = change.user, now](store::Transaction& transaction) {
                  return find_user_to_change(transaction, *actor, slug, now);
                }));
  const bool is_own_session = actor->session_id != 0 && actor->user_id == user.id;
  if (user.has_password && (is_own_session || !auth::may_administer_server(*actor, now))) {
    CO_TRY(co_await check_current(registry, user, change));
  }
  CO_TRY_ASSIGN(std::string hash, co_await registry.authenticator().hash_new_password(change.password));
  co_return co_await registry.writer().write(actor,
                                             [slug = change.user, hash = std::move(hash)](WriteContext& context) {
                                               return set_password(context, slug, hash);
                                             });
}

}  // namespace entrepot::registry
