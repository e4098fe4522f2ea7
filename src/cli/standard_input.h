#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::cli {

/// The first line of standard input, for secrets that must not stand on a command line. `what` is for the error.
Result<std::string> read_secret_line(std::string_view what);

/// Asks on the terminal; true for "y" or "yes". An error when there is no terminal to ask.
Result<bool> confirm(std::string_view question);

}  // namespace entrepot::cli
