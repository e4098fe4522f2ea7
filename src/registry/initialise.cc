#include "registry/initialise.h"

#include <memory>
#include <utility>

#include "auth/lookup.h"
#include "base/try.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

/// The house itself, before there is anybody.
std::shared_ptr<const auth::Principal> house() {
  auto principal = std::make_shared<auth::Principal>();
  principal->kind = auth::PrincipalKind::user;
  principal->is_admin = true;
  return principal;
}

Result<bool> has_users(store::Transaction& transaction) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT id FROM users LIMIT 1"));
  return row.has_value();
}

Result<CreatedApiKey> create_admin_key(WriteContext& context, std::int64_t user_id, std::string name) {
  TRY_ASSIGN(const auth::Principal user, auth::principal_of_user(context.transaction, user_id));
  WriteContext as_user{context.transaction, context.events, user, context.now, context.random};
  return create_api_key(as_user, {.name = std::move(name), .scope = auth::Scope::admin});
}

}  // namespace

Result<Initialised> initialise(Registry& registry, std::string admin, std::optional<std::string> password_hash) {
  return registry.writer().write_here(house(), [&admin, &password_hash](WriteContext& context) -> Result<Initialised> {
    TRY_ASSIGN(const bool initialised, has_users(context.transaction));
    if (initialised)
      return fail(ErrorCode::conflict, "This data folder is initialised already: there are users in it.");
    TRY_ASSIGN(UserRecord user,
               create_user(context, {.slug = admin, .password_hash = std::move(password_hash), .is_admin = true}));
    TRY_ASSIGN(CreatedApiKey key, create_admin_key(context, user.id, "first"));
    return Initialised{.user = std::move(user), .key = std::move(key)};
  });
}

Result<Initialised> recover(Registry& registry, const std::string& admin) {
  return registry.writer().write_here(house(), [&admin](WriteContext& context) -> Result<Initialised> {
    TRY_ASSIGN(UserRecord user, find_user(context.transaction, admin));
    if (!user.is_admin || user.is_disabled) {
      return fail(ErrorCode::not_found, "'" + admin + "' is not an active server admin.");
    }
    TRY_ASSIGN(CreatedApiKey key, create_admin_key(context, user.id, "recovered"));
    return Initialised{.user = std::move(user), .key = std::move(key)};
  });
}

Result<bool> is_initialised(Registry& registry) {
  return registry.database().read_here([](store::Transaction& transaction) { return has_users(transaction); });
}

}  // namespace entrepot::registry
