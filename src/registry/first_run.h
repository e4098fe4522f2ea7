#pragma once

#include <memory>

#include "auth/principal.h"
#include "auth/secret.h"
#include "net/task.h"
#include "registry/sessions.h"

namespace entrepot::registry {

class Registry;

/// Whether there is an admin of the server, but none with a password: so none can sign in, and the website asks for the
/// key that was printed when the server was made. Others may have got theirs from the command line before.
Result<bool> is_first_run(store::Transaction& transaction);

struct FirstRun {
  auth::Secret key;  ///< an unrestricted API key of a server admin
  auth::Secret password;
  Visitor visitor;
};

/// Sets the password of the admin whose key it is, and signs them in. `unauthenticated` when it is no such key, slowed
/// as any log-in; `conflict` when an admin has a password already, whatever the key.
net::Task<Result<OpenedSession>> finish_first_run(Registry& registry, FirstRun first_run);

}  // namespace entrepot::registry
