#include "auth/principal_cache.h"

#include <utility>

namespace entrepot::auth {

std::shared_ptr<const KnownPrincipal> PrincipalCache::find(const CredentialKey& key, Timestamp now) {
  auto known = entries_.find(key);
  if (known && (now >= known->good_until || is_expired(*known->principal, now))) return nullptr;
  return known;
}

void PrincipalCache::insert(const CredentialKey& key, KnownPrincipal known, Epoch taken_at) {
  auto value = std::make_shared<const KnownPrincipal>(std::move(known));
  std::lock_guard lock(mutex_);
  if (epoch_.load() == taken_at) entries_.insert(key, std::move(value), 1);
}

}  // namespace entrepot::auth
