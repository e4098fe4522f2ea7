#pragma once

#include <string>

#include "api/call.h"
#include "auth/authenticator.h"
#include "auth/secret.h"
#include "base/error.h"
#include "net/task.h"

namespace entrepot::api::management {

/// Who somebody is who shows a user's name, or e-mail address, and a secret: the password, or an API key of the user.
/// An address that nobody has goes on as a name, and so is refused as slowly as a wrong password.
net::Task<Result<auth::PrincipalPointer>> check_name_and_secret(const Call& call, std::string login,
                                                                auth::Secret secret);

}  // namespace entrepot::api::management
