#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "cli/command.h"
#include "cli/commands.h"

namespace entrepot::cli {

inline constexpr std::string_view kClientHeading = "Talking to a server";
inline constexpr std::string_view kPackageHeading = "Packages on a server";

/// "acme/tools", split.
struct RepositoryName {
  std::string owner;
  std::string repository;
};
RepositoryName split_repository(std::string_view text);

/// Refuses what is not NAMESPACE/REPO.
std::string check_repository(const std::string& text);
/// Refuses what is neither a span ("90d", "12h") nor a time ("2027-01-31T00:00:00Z").
std::string check_expiry(const std::string& text);
/// The time that an accepted `--expires` means.
Timestamp expiry_time(std::string_view text, Timestamp now);

/// The required positional NAMESPACE/REPO.
void add_repository(Command& command, std::string& target);

/// --format, --json, --profile, --url and --api-key-file.
void add_client_flags(Command& command, Invocation& invocation);

/// Adds a command that talks to a server, and what runs it. `Arguments` is the command's own struct; it lives as long
/// as the command line.
template <typename Arguments>
Command add_command(Command& parent, Invocation& invocation, std::string name, std::string help,
                    Result<void> (*run)(Session&, const Arguments&), const std::shared_ptr<Arguments>& arguments,
                    std::string_view heading = {}) {
  Command command = parent.add(std::move(name), std::move(help), std::string(heading));
  add_client_flags(command, invocation);
  command.when_named([&invocation, run, arguments] {
    invocation.run = [run, arguments](Session& session) { return run(session, *arguments); };
  });
  return command;
}

}  // namespace entrepot::cli
