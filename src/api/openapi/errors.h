#pragma once

#include <boost/json/object.hpp>
#include <set>
#include <string>

#include "api/openapi/schema_json.h"
#include "api/openapi/vocabulary.h"
#include "api/routes.h"

namespace entrepot::api::openapi {

/// How a route can fail: what follows from its row (access, body, path) and what its description adds.
std::set<ErrorCode> errors_of(const Route& route, const Description& description);

/// "NotFound", "CargoNotFound", "GitForbidden": what `components/responses` calls an error.
std::string error_name(ErrorCode code, ErrorShape shape);

/// "OtherError", "CargoOtherError": the same for every failure that a route does not name.
std::string other_error_name(ErrorShape shape);

/// The error as a response with its example, which the code that answers requests has made.
boost::json::object error_response_json(ErrorCode code, ErrorShape shape, Components& components);

boost::json::object other_error_json(ErrorShape shape, Components& components);

}  // namespace entrepot::api::openapi
