#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "api/routes.h"

namespace entrepot::api::openapi {

/// The path of a route as OpenAPI 3.0 spells it: one segment per name, and the management API's slash at the end.
std::string path_of(const Route& route);

/// The whole document, OpenAPI 3.0.3: what the route table says of access, methods and limits, joined with the
/// descriptions of this folder. Pure; made once per start, in a few milliseconds.
boost::json::object document(std::string_view public_url);

}  // namespace entrepot::api::openapi
