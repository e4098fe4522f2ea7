#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/routes.h"

namespace entrepot::api::openapi {

/// The forms in which a header may carry credentials (auth/credential.h).
boost::json::object security_schemes();

/// Which of them a route takes; {} among them where it is also answered without any.
boost::json::array security_of(const Route& route);

}  // namespace entrepot::api::openapi
