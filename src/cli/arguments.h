#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "cli/commands.h"

namespace entrepot::cli {

/// "acme/tools", split.
struct RepositoryName {
  std::string owner;
  std::string repository;
};
RepositoryName split_repository(std::string_view text);

/// Refuses what is not NAMESPACE/REPO, while the command line is read.
CLI::Validator repository_validator();
/// Refuses what is neither a span ("90d", "12h") nor a time ("2027-01-31T00:00:00Z").
CLI::Validator expiry_validator();
/// The time that an accepted `--expires` means.
Timestamp expiry_time(std::string_view text, Timestamp now);

/// Adds a subcommand that talks to a server: its flags --json, --url and --api-key-file, and what runs it. `Arguments`
/// is the command's own struct; it lives as long as the command line.
template <typename Arguments>
CLI::App* add_command(CLI::App& parent, Invocation& invocation, std::string name, std::string description,
                      Result<void> (*run)(Session&, const Arguments&), const std::shared_ptr<Arguments>& arguments);

void add_client_flags(CLI::App& command, Invocation& invocation);

template <typename Arguments>
CLI::App* add_command(CLI::App& parent, Invocation& invocation, std::string name, std::string description,
                      Result<void> (*run)(Session&, const Arguments&), const std::shared_ptr<Arguments>& arguments) {
  CLI::App* command = parent.add_subcommand(std::move(name), std::move(description));
  add_client_flags(*command, invocation);
  command->callback([&invocation, run, arguments] {
    invocation.run = [run, arguments](Session& session) { return run(session, *arguments); };
  });
  return command;
}

}  // namespace entrepot::cli
