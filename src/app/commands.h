#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace entrepot::cli {
class Command;
class CommandLine;
}  // namespace entrepot::cli

namespace entrepot::app {

/// What the command line asked of a command that needs no server. Filled while it is parsed, run afterwards; lives in
/// `run_program`.
struct LocalInvocation {
  std::vector<std::pair<std::string, std::string>> flags;  ///< rows of the table of options: key, value
  std::string program;                                     ///< how the user called us
  std::function<int(const LocalInvocation&)> run;  ///< gives the exit code; empty when no such command was named
};

// One file per command.
void add_serve(cli::Command& program, LocalInvocation& invocation);
void add_init(cli::Command& program, LocalInvocation& invocation);
void add_verify(cli::Command& program, LocalInvocation& invocation);
void add_gc(cli::Command& program, LocalInvocation& invocation);
/// options, routes, search-language, first-crate, completion, man. The last two describe `line`, which must outlive the
/// run.
void add_references(cli::Command& program, LocalInvocation& invocation, const cli::CommandLine& line);

}  // namespace entrepot::app
