#pragma once

#include <functional>
#include <string>

#include "base/error.h"
#include "cli/client.h"
#include "cli/output.h"

namespace entrepot::cli {

class Command;

/// Exit codes of every command.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;  ///< refused by the server, not reached, or failed on the way
inline constexpr int kUsage = 2;   ///< the command line is wrong; nothing was tried

/// What a client command works with, made after the command line has been read.
struct Session {
  Client client;
  Output output;
};

/// What the command line asked for. Filled while CLI11 parses it, run afterwards; lives in main.
struct Invocation {
  std::string url;
  std::string api_key_file;
  bool json = false;
  std::function<Result<void>(Session&)> run;  ///< empty when no client command was named
};

/// Adds the client commands (push, list, tags, whoami, users, orgs, repos, keys, entitlements, …) to the program's
/// command line.
void add_client_commands(Command& program, Invocation& invocation);

/// Runs the command that was named and prints what it found, or why it failed on standard error; gives the exit code.
int run_client_command(const Invocation& invocation);

// One file per group.
void add_whoami(Command& program, Invocation& invocation);
void add_users(Command& program, Invocation& invocation);
void add_orgs(Command& program, Invocation& invocation);
void add_repos(Command& program, Invocation& invocation);
void add_keys(Command& program, Invocation& invocation);
void add_entitlements(Command& program, Invocation& invocation);
void add_push(Command& program, Invocation& invocation);
void add_packages(Command& program, Invocation& invocation);
void add_tags(Command& program, Invocation& invocation);

}  // namespace entrepot::cli
