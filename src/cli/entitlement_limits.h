#pragma once

#include <boost/json/object.hpp>

#include "cli/command.h"

namespace entrepot::cli {

/// The flags that limit an entitlement token. Each puts its field into `body`, which lives as long as the command line;
/// "none" takes a limit away.
void add_limit_flags(Command& command, boost::json::object& body);

}  // namespace entrepot::cli
