#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::cli {

/// Whether somebody sits at standard input who can be asked.
bool can_ask();

/// The first line of standard input, for secrets that must not stand on a command line; from a terminal without
/// showing what is typed, and whatever signal ends or stops the program meanwhile, the terminal is left as it was.
/// `what` is for the question and the error.
Result<std::string> read_secret_line(std::string_view what);

/// Asks on the terminal for a line; `preset` is what an empty one means.
Result<std::string> ask(std::string_view question, std::string_view preset);

/// Asks on the terminal; true for "y" or "yes". An error when there is no terminal to ask.
Result<bool> confirm(std::string_view question);

}  // namespace entrepot::cli
