#pragma once

#include <string>
#include <vector>

#include "auth/principal.h"
#include "registry/event_log.h"
#include "registry/repository.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// What a user was given in one repository, beside what their place in the organisation gives.
struct RepositoryPrivilege {
  std::string user{};
  auth::Privilege privilege = auth::Privilege::read;  ///< never none
};

inline constexpr std::size_t kMostRepositoryPrivileges = 1'000;

// All of them need Admin on the repository.

/// By user.
Result<std::vector<RepositoryPrivilege>> list_privileges(const RepositoryScope& scope, const auth::Principal& actor,
                                                         Timestamp now);

enum class PrivilegeChange : std::uint8_t {
  add,      ///< who is not named keeps what they have
  replace,  ///< who is not named has nothing any more
};
/// Holds at once. `invalid` for who is not there, is named twice, or is no member of the organisation whose repository
/// it is.
Result<void> change_privileges(WriteContext& context, const RepositoryRecord& repository,
                               const std::vector<RepositoryPrivilege>& wanted, PrivilegeChange how);

/// A member who leaves an organisation leaves what was given to them in its repositories.
Result<void> withdraw_privileges(store::Transaction& transaction, std::int64_t namespace_id, std::int64_t user_id);

}  // namespace entrepot::registry
