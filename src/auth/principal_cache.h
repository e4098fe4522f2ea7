#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "auth/credential_key.h"
#include "auth/last_use.h"
#include "auth/principal.h"
#include "base/clock.h"
#include "base/lru_cache.h"

namespace entrepot::auth {

/// A principal as it is remembered.
struct KnownPrincipal {
  std::shared_ptr<const Principal> principal;
  Timestamp good_until{};
  std::shared_ptr<LastUse::Cell> last_use{};  ///< null unless it is a key or a session
  Seconds idle_limit{0};                      ///< since that use; 0: none

  bool is_good(Timestamp now) const;
};

/// Credential → principal. Bounded. What is looked up while something is forgotten is not kept: it may be old. Owned by
/// the Authenticator; any thread.
class PrincipalCache {
 public:
  explicit PrincipalCache(std::size_t entries) : entries_(entries) {}

  /// Null when unknown, too old, expired or too long unused.
  std::shared_ptr<const KnownPrincipal> find(const CredentialKey& key, Timestamp now);

  /// Taken before a look-up, given back with its outcome.
  using Epoch = std::uint64_t;
  Epoch epoch() const { return epoch_.load(); }
  void insert(const CredentialKey& key, KnownPrincipal known, Epoch taken_at);

  template <typename Predicate>
  void forget_if(Predicate matches) {
    {
      std::lock_guard lock(mutex_);
      ++epoch_;
    }
    entries_.erase_if(
        [&matches](const CredentialKey&, const KnownPrincipal& known) { return matches(*known.principal); });
  }

 private:
  std::mutex mutex_;  // an insert is either before an epoch's end, and then erased, or does not happen
  std::atomic<Epoch> epoch_{0};
  LruCache<CredentialKey, KnownPrincipal, CredentialKeyHash> entries_;
};

}  // namespace entrepot::auth
