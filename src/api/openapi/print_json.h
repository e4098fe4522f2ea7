#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace entrepot::api::openapi {

/// JSON for people and for diffs: a line per member, indented by two.
std::string printed(const boost::json::value& value);

}  // namespace entrepot::api::openapi
