#pragma once

#include "auth/principal.h"
#include "base/clock.h"
#include "registry/repository.h"

namespace entrepot::registry {

/// What somebody may do in a repository, as its settings and their rights say: for pages, which show only what will be
/// done. What a setting leaves to whoever uploaded a package counts, so of a single package it may be less. A value.
struct RepositoryActions {
  bool publish = false;
  bool yank = false;
  bool remove = false;
  bool copy = false;
  bool move = false;
  bool tag = false;
  bool quarantine = false;
  bool resync = false;
  bool manage_entitlements = false;
  bool view_statistics = false;
  bool administer = false;
};

RepositoryActions actions_in(const RepositoryRecord& repository, const auth::Principal& actor, Timestamp now);

}  // namespace entrepot::registry
