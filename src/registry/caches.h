#pragma once

#include "registry/event.h"

namespace entrepot::auth {
class Authenticator;
}

namespace entrepot::registry {

class EntitlementUsages;
class IndexCache;
class RepositoryCache;

/// The one place where what this node remembers is dropped because something happened. Owned by Registry; any thread.
class Caches {
 public:
  Caches(auth::Authenticator& authenticator, RepositoryCache& repositories, IndexCache& index,
         EntitlementUsages& entitlement_usages)
      : authenticator_(authenticator),
        repositories_(repositories),
        index_(index),
        entitlement_usages_(entitlement_usages) {}

  /// After the event's transaction is durable.
  void apply(const Event& event);

 private:
  auth::Authenticator& authenticator_;
  RepositoryCache& repositories_;
  IndexCache& index_;
  EntitlementUsages& entitlement_usages_;
};

}  // namespace entrepot::registry
