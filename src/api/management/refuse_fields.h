#pragma once

#include "api/call.h"
#include "api/json.h"
#include "http/response.h"

namespace entrepot::api::management {

/// 422 with all that is wrong with the body, field by field; the access log learns of it too.
http::Response refuse_fields(const Call& call, const JsonInput& input);

}  // namespace entrepot::api::management
