#pragma once

#include <boost/json/fwd.hpp>

#include "setup/page.h"

namespace entrepot::api::management {

/// A set-up page on the wire. Pure.
boost::json::object to_json(const setup::Page& page);

}  // namespace entrepot::api::management
