#include "auth/principal_cache.h"

#include <utility>

namespace entrepot::auth {

bool KnownPrincipal::is_good(Timestamp now) const {
  if (now >= good_until || is_expired(*principal, now)) return false;
  return idle_limit.count() == 0 || now < from_unix(last_use->load(std::memory_order_relaxed)) + idle_limit;
}

std::shared_ptr<const KnownPrincipal> PrincipalCache::find(const CredentialKey& key, Timestamp now) {
  auto known = entries_.find(key);
  if (known && !known->is_good(now)) return nullptr;
  return known;
}

void PrincipalCache::insert(const CredentialKey& key, KnownPrincipal known, Epoch taken_at) {
  auto value = std::make_shared<const KnownPrincipal>(std::move(known));
  std::lock_guard lock(mutex_);
  if (epoch_.load() == taken_at) entries_.insert(key, std::move(value), 1);
}

}  // namespace entrepot::auth
