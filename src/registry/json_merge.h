#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::registry {

/// Reads a JSON object; `what` begins the sentence of its error ("The settings").
Result<boost::json::object> parse_object(std::string_view what, std::string_view text);
/// `change` over `base`, key by key; null removes (RFC 7396, one level deep).
Result<std::string> merge_objects(std::string_view what, std::string_view base, std::string_view change);

}  // namespace entrepot::registry
