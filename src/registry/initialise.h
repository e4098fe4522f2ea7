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
/// Another key of scope admin for a server admin whose keys are lost: whoever may read the data folder may have one.
/// `not_found` when there is no such admin. Blocks.
Result<Initialised> recover(Registry& registry, const std::string& admin);
/// Whether there is any user. Blocks.
Result<bool> is_initialised(Registry& registry);

}  // namespace entrepot::registry
