#include <boost/json.hpp>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/shapes.h"
#include "base/try.h"
#include "registry/registry.h"
#include "registry/users.h"

namespace entrepot::api::management {

Answer get_self(const Call& call) {
  CO_TRY_ASSIGN(const registry::UserRecord user,
                co_await call.services.registry.database().read([id = call.principal->user_id](store::Transaction& t) {
                  return registry::find_user_by_id(t, id);
                }));
  co_return json_response(200, brief_json(user, call.public_url()));
}

}  // namespace entrepot::api::management
