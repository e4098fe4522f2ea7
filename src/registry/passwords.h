#pragma once

#include <memory>
#include <optional>
#include <string>

#include "auth/principal.h"
#include "auth/secret.h"
#include "base/error.h"
#include "net/task.h"
#include "registry/users.h"

namespace entrepot::registry {

class Registry;

struct PasswordChange {
  std::string user;                       ///< whose
  std::optional<auth::Secret> current{};  ///< the present one: one's own needs it, if there is one
  auth::Secret password;
  std::string peer_address{};  ///< who guesses the present one is slowed as at any log-in
};

/// Sets a password: one's own with the present one, anybody's as server admin, who needs it too for their own where a
/// session is all they show. When it answers, the old one is good for nothing, remembered log-ins, requests under way
/// and other sessions of the website included; API keys stay as they are.
net::Task<Result<UserRecord>> change_password(Registry& registry, std::shared_ptr<const auth::Principal> actor,
                                              PasswordChange change);

}  // namespace entrepot::registry
