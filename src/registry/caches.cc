#include "registry/caches.h"

#include "auth/authenticator.h"
#include "base/encoding.h"
#include "registry/entitlement_usage.h"
#include "registry/entitlements.h"
#include "registry/index_cache.h"
#include "registry/repository.h"

namespace entrepot::registry {

void Caches::apply(const Event& event) {
  switch (event.kind) {
    case EventKind::published:
    case EventKind::yanked:
    case EventKind::unyanked:
    case EventKind::deleted:
    case EventKind::restored:
    case EventKind::quarantined:
    case EventKind::released:
      index_.forget(event.repository_id, to_lower(event.crate));
      break;
    case EventKind::user_updated:
    case EventKind::user_disabled:
    case EventKind::user_enabled:
    case EventKind::organisation_created:
    case EventKind::member_added:
    case EventKind::member_updated:
    case EventKind::member_removed:
    case EventKind::privilege_granted:
    case EventKind::privilege_withdrawn:
      authenticator_.forget_user(event.subject_id);
      break;
    case EventKind::repository_created:
    case EventKind::repository_updated:
      repositories_.forget(event.repository_id);
      break;
    case EventKind::repository_deleted:
      repositories_.forget(event.repository_id);
      index_.forget_repository(event.repository_id);
      authenticator_.forget_entitlements_of(event.repository_id);
      break;
    case EventKind::api_key_revoked:
    case EventKind::api_key_refreshed:
      authenticator_.forget_key(event.subject_id);
      break;
    case EventKind::session_ended:
      authenticator_.forget_session(event.subject_id);
      break;
    case EventKind::entitlement_created:
      // A random token is new to everybody; a given one may be known from another repository.
      if (event.data == kGivenToken) authenticator_.forget_entitlements();
      break;
    case EventKind::entitlement_refreshed:
      entitlement_usages_.outdate(event.subject_id);
      if (event.data == kGivenToken) {
        authenticator_.forget_entitlements();
      } else {
        authenticator_.forget_entitlements_of(event.repository_id);
      }
      break;
    case EventKind::entitlement_enabled:
      authenticator_.forget_entitlements();
      break;
    case EventKind::entitlement_disabled:
      authenticator_.forget_entitlements_of(event.repository_id);
      break;
    case EventKind::entitlement_deleted:
      authenticator_.forget_entitlements_of(event.repository_id);
      entitlement_usages_.forget(event.subject_id);
      break;
    case EventKind::entitlement_updated:
      // After the counts are known to be old: who is looked up anew finds the new limits everywhere.
      entitlement_usages_.outdate(event.subject_id);
      authenticator_.forget_entitlements();
      break;
    case EventKind::entitlement_reset:
      entitlement_usages_.outdate(event.subject_id);
      break;
    case EventKind::user_created:  // nothing is remembered of names and credentials that are unknown
    case EventKind::api_key_created:
    case EventKind::session_opened:
    case EventKind::owner_added:  // owners are read where they count
    case EventKind::owner_removed:
    case EventKind::tagged:
    case EventKind::purged:
      break;
  }
}

}  // namespace entrepot::registry
