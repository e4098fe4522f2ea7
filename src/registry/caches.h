#pragma once

#include "registry/event.h"

namespace entrepot::auth {
class Authenticator;
}

namespace entrepot::registry {

class IndexCache;
class RepositoryCache;

/// The one place where what this node remembers is dropped because something happened. Owned by Registry; any thread.
class Caches {
 public:
  Caches(auth::Authenticator& authenticator, RepositoryCache& repositories, IndexCache& index)
      : authenticator_(authenticator), repositories_(repositories), index_(index) {}

  /// After the event's transaction is durable.
  void apply(const Event& event);

 private:
  auth::Authenticator& authenticator_;
  RepositoryCache& repositories_;
  IndexCache& index_;
};

}  // namespace entrepot::registry
