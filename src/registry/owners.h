#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "registry/event_log.h"
#include "registry/repository.h"
#include "registry/scope.h"

namespace entrepot::registry {

class Registry;

/// One owner of a crate, as cargo shows it.
struct CrateOwner {
  std::uint32_t id = 0;  ///< cargo reads an unsigned 32-bit number
  std::string login;
  std::string name;
};

enum class OwnersChange : std::uint8_t { add, remove };

struct OwnersAnswer {
  std::string message;
  std::vector<CrateOwner> owners;  ///< after the change
};

/// Who owns a crate; `not_found` for an unknown one.
Result<std::vector<CrateOwner>> list_owners(const RepositoryScope& scope, const std::string& crate);
net::Task<Result<std::vector<CrateOwner>>> owners(Registry& registry, RepositoryPointer repository, std::string crate);
/// All or nothing. At least one owner stays. Needs an owner of the crate or Admin on the repository.
net::Task<Result<OwnersAnswer>> change_owners(Registry& registry, std::shared_ptr<const auth::Principal> principal,
                                              RepositoryPointer repository, std::string crate, OwnersChange change,
                                              std::vector<std::string> logins);
Result<OwnersAnswer> change_owners_in(WriteContext& context, const RepositoryRecord& repository,
                                      const std::string& crate, OwnersChange change,
                                      const std::vector<std::string>& logins);

}  // namespace entrepot::registry
