#pragma once

#include <CLI/CLI.hpp>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "app/commands.h"
#include "app/options.h"

namespace entrepot::app {

inline constexpr std::string_view kServerGroup = "On the server's machine";

/// Adds flags for these rows of the table of options, or for all when none is named. An unknown `--flag` of the command
/// becomes an error that names the nearest.
void add_option_flags(CLI::App& command, LocalInvocation& invocation,
                      std::initializer_list<std::string_view> keys = {});

/// Flags, environment and file together; prints the error and gives nothing when one is wrong.
std::optional<Options> load_or_complain(const LocalInvocation& invocation);

/// "entrepot: sentence" on standard error; with the detail, which the operator of this machine may see.
void complain(const Error& error);

/// Refuses what is no amount of time, while the command line is read.
CLI::Validator duration_validator();

}  // namespace entrepot::app
