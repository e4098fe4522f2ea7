#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "app/commands.h"
#include "app/options.h"
#include "cli/command.h"

namespace entrepot::app {

inline constexpr std::string_view kServerHeading = "On the server's machine";

/// Adds flags for these rows of the table of options, or for all when none is named. An unknown `--flag` of the command
/// becomes an error that names the nearest.
void add_option_flags(cli::Command& command, LocalInvocation& invocation,
                      std::initializer_list<std::string_view> keys = {});

/// Flags, environment and file together; prints the error and gives nothing when one is wrong.
std::optional<Options> load_or_complain(const LocalInvocation& invocation);

/// "entrepot: sentence" on standard error; with the detail, which the operator of this machine may see.
void complain(const Error& error);

/// Refuses what is no amount of time, while the command line is read.
std::string check_duration(const std::string& text);

}  // namespace entrepot::app
