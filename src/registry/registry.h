#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "auth/authenticator.h"
#include "auth/sealing.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"
#include "blob/blob_store.h"
#include "net/blocking_pool.h"
#include "registry/caches.h"
#include "registry/downloads.h"
#include "registry/entitlement_usage.h"
#include "registry/event_log.h"
#include "registry/follower_runner.h"
#include "registry/gate.h"
#include "registry/index_cache.h"
#include "registry/publish_rate.h"
#include "registry/repository.h"
#include "store/database.h"

namespace entrepot::registry {

class CrateViewer;

struct RegistryOptions {
  auth::AuthenticatorOptions authenticator{};
  std::size_t index_cache_bytes = 64U << 20U;
  std::size_t repository_cache_entries = 16'384;
  Milliseconds flush_interval{10'000};     ///< of download counts and the last use of keys
  Milliseconds limit_flush_interval{500};  ///< of what limited tokens have used
};

/// What the registry stands on; owned by the composition root and outliving it.
struct RegistryParts {
  store::Database& database;
  blob::BlobStore& blobs;
  net::BlockingPool& pool;
  const Clock& clock;
  Random& random;
  auth::Sealer sealer;
  std::vector<std::unique_ptr<Follower>> followers{};  ///< of modules above; they run behind the registry's own
};

/// Numbers for /metrics. Any thread.
struct RegistryNumbers {
  IndexCacheNumbers index;
  auth::AuthenticatorNumbers authentication;
  std::uint64_t publishes = 0;
  std::uint64_t downloads = 0;
};

/// The domain's composition: holds the caches, the writer, the counters and the followers, and knows what they stand
/// on. Workflows take it by reference. Owned by the composition root; `start` and `stop` from its thread, the rest any
/// thread.
class Registry {
 public:
  Registry(RegistryParts parts, RegistryOptions options);
  ~Registry();  ///< stops
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  /// Starts the followers and the flushing timer. Without it everything works but those.
  void start();
  /// Stops them, flushes what was counted, and ends all waiting for one another; while the loops still exist.
  void stop();

  /// "https://host/base", without a trailing slash; known when the server listens. Publish needs it to know its own
  /// URLs.
  void set_public_url(std::string url);
  std::string public_url() const;

  store::Database& database() { return parts_.database; }
  blob::BlobStore& blobs() { return parts_.blobs; }
  net::BlockingPool& pool() { return parts_.pool; }
  const Clock& clock() const { return parts_.clock; }
  Random& random() { return parts_.random; }
  const auth::Sealer& sealer() const { return parts_.sealer; }
  const RegistryOptions& options() const { return options_; }

  auth::Authenticator& authenticator();
  RepositoryCache& repositories();
  IndexCache& index();
  Writer& writer();
  DownloadCounter& downloads();
  EntitlementUsages& entitlement_usages();
  FollowerRunner& followers();
  Gate& search_gate();      ///< for what walks a whole repository in the database
  Gate& statistics_gate();  ///< for what walks counts of downloads
  PublishRate& publish_rate();
  CrateViewer& crate_viewer();

  void count_publish();
  RegistryNumbers numbers() const;

 private:
  struct State;
  RegistryParts parts_;
  RegistryOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
