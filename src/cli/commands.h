#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/client.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/settings.h"

namespace entrepot::cli {

class Command;
struct Topic;

/// What a client command works with, made after the command line has been read.
struct Session {
  Client client;
  Output output;
  Settings settings;
};

/// What the command line asked for. Filled while CLI11 parses it, run afterwards; lives in main.
struct Invocation {
  std::string url;
  std::string api_key_file;
  std::string profile;
  bool makes_profile = false;  ///< the profile need not be there yet
  std::string format;          ///< as --format says; empty means a table
  bool json = false;
  std::function<Result<void>(Session&)> run;  ///< empty when no client command was named
};

/// What `entrepot help NAME` explains beside commands: exit-codes, environment.
std::vector<Topic> topics();

/// Adds the client commands (login, push, list, tags, whoami, users, orgs, repos, keys, entitlements, …) to the
/// program's command line.
void add_client_commands(Command& program, Invocation& invocation);

/// Runs the command that was named and prints what it found, or why it failed on standard error; gives the exit code.
/// Where JSON was asked for, standard output holds exactly one document: the answer, or if there is none the error.
int run_client_command(const Invocation& invocation);

// One file per group.
void add_login(Command& program, Invocation& invocation);
void add_whoami(Command& program, Invocation& invocation);
void add_users(Command& program, Invocation& invocation);
void add_orgs(Command& program, Invocation& invocation);
void add_repos(Command& program, Invocation& invocation);
void add_setup(Command& program, Invocation& invocation);
void add_keys(Command& program, Invocation& invocation);
void add_entitlements(Command& program, Invocation& invocation);
void add_push(Command& program, Invocation& invocation);
void add_packages(Command& program, Invocation& invocation);
void add_tags(Command& program, Invocation& invocation);
void add_usage(Command& program, Invocation& invocation);

}  // namespace entrepot::cli
