#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "registry/api_keys.h"
#include "registry/users.h"

namespace entrepot::registry {

class Registry;

struct Initialised {
  UserRecord user;
  CreatedApiKey key;  ///< of scope admin, without end
};

/// Makes the first user, a server admin, and its first key. `conflict` when there are users already. Blocks.
Result<Initialised> initialise(Registry& registry, std::string admin, std::optional<std::string> password_hash = {});
/// Whether there is any user. Blocks.
Result<bool> is_initialised(Registry& registry);

}  // namespace entrepot::registry
