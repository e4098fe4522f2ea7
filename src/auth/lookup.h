#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "auth/principal.h"
#include "auth/secret.h"
#include "auth/session.h"
#include "base/clock.h"
#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::auth {

// What the database says of credentials; nothing when they are unknown, expired, revoked, or their user is disabled.

Result<std::optional<Principal>> find_api_key(store::Transaction& transaction, const TokenHash& hash, Timestamp now);
/// Every repository where the token is active.
Result<std::optional<Principal>> find_entitlement(store::Transaction& transaction, const TokenHash& hash);
/// In one repository only.
Result<std::optional<Principal>> find_entitlement_in(store::Transaction& transaction, std::int64_t repository_id,
                                                     const TokenHash& hash);

/// A user as a log-in needs it; the password is still to be verified.
struct UserLogin {
  Principal principal;
  std::string password_hash;  ///< empty when the user has none
};
Result<std::optional<UserLogin>> find_user_login(store::Transaction& transaction, std::string_view name);

/// The user of a session of the website, and what its limits are counted from.
struct SessionLogin {
  Principal principal;
  SessionTimes times;
};
Result<std::optional<SessionLogin>> find_session(store::Transaction& transaction, const TokenHash& hash);

/// A user acting with all its rights, for work that the house does in its name (the first start). `not_found` if
/// unknown.
Result<Principal> principal_of_user(store::Transaction& transaction, std::int64_t user_id);

/// The same principal as the database has it at this moment: what a write is decided by, because the one that a request
/// brings is as old as its head. `unauthenticated` when the key is revoked or expired, the session over, the user
/// disabled or the password that was shown another by now. The house itself, nobody and entitlement tokens (which never
/// write) stay as they are.
Result<Principal> reload(store::Transaction& transaction, const Principal& principal, Timestamp now);

}  // namespace entrepot::auth
