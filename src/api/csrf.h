#pragma once

#include "api/middleware.h"

namespace entrepot::api {

/// The step that keeps pages of other sites from writing in the name of whoever looks at them: a write that is
/// authenticated by the cookie needs the session's token in X-CSRF-Token, and with sign_in routes must come from a page
/// of this server (same_origin.h). Who shows credentials in a header passes: no foreign page can make a browser do it.
Progress check_csrf(Exchange& exchange);

}  // namespace entrepot::api
