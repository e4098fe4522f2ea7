#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "registry/event_log.h"
#include "registry/repository.h"

namespace entrepot::registry {

class Registry;

enum class Yank : std::uint8_t { yank, unyank };

struct YankRequest {
  RepositoryPointer repository;
  std::string crate;    ///< as the client typed it
  std::string version;  ///< with or without build metadata
  Yank what = Yank::yank;
};

/// Rewrites the version's index line in place. Again is no error. Needs an owner of the crate or Admin on the
/// repository.
net::Task<Result<void>> yank(Registry& registry, std::shared_ptr<const auth::Principal> principal, YankRequest request);
Result<void> yank_in(WriteContext& context, const YankRequest& request);

}  // namespace entrepot::registry
