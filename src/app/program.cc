#include "app/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <span>
#include <vector>

#include "app/command_line.h"
#include "app/process.h"
#include "base/nearest.h"
#include "cli/commands.h"

namespace entrepot::app {
namespace {

constexpr std::string_view kVersion = "entrepot " ENTREPOT_VERSION;

/// How the user can call this program again from anywhere: its path, unless it was found by name.
std::string own_name(std::string_view called) {
  if (called.find('/') == std::string_view::npos) return std::string(called);
  std::error_code problem;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", problem);
  return problem ? std::string(called) : path.string();
}

/// Commands with option flags accept anything while parsing, so that an unknown flag can be answered with the nearest.
bool complain_about_extras(const CLI::App& program) {
  for (const CLI::App* command : program.get_subcommands()) {
    for (const std::string& extra : command->remaining()) {
      if (extra.starts_with("--")) {
        const std::string key =
            extra.substr(2, extra.find('=') == std::string::npos ? extra.npos : extra.find('=') - 2);
        complain(unknown_option(key, extra.substr(0, key.size() + 2)).error());
      } else {
        complain(Error{ErrorCode::invalid, "The argument `" + extra + "` means nothing here. See --help."});
      }
      return true;
    }
  }
  return false;
}

/// The commands below a command, by name.
std::vector<std::string> command_names(CLI::App& parent) {
  std::vector<std::string> names;
  for (const CLI::App* command : parent.get_subcommands([](CLI::App* app) { return !app->get_name().empty(); })) {
    names.push_back(command->get_name());
  }
  return names;
}

/// A mistyped command is answered with the nearest, before CLI11 says only that one is required.
bool complain_about_commands(CLI::App& program, std::span<char*> words) {
  CLI::App* parent = &program;
  for (const std::string_view word : words) {
    const std::vector<std::string> names = command_names(*parent);
    if (names.empty() || word.starts_with('-')) return false;
    if (std::ranges::find(names, word) == names.end()) {
      const std::vector<std::string_view> candidates(names.begin(), names.end());
      complain(Error{ErrorCode::invalid, "There is no command `" + std::string(word) + "`." +
                                             did_you_mean(word, candidates) + " See --help."});
      return true;
    }
    parent = parent->get_subcommand(std::string(word));
  }
  return false;
}

}  // namespace

int run_program(int argc, char** argv) {
  prepare_process();
  CLI::App program("Entrepot, a Cargo registry that you run yourself.", "entrepot");
  program.set_version_flag("--version", std::string(kVersion));
  program.require_subcommand(1);
  program.footer(
      "First steps: `entrepot serve` makes ./data, prints the admin's API key and shows how cargo uses it.\n"
      "`entrepot COMMAND --help` explains a command. Exit codes: 0 done, 1 refused or failed, 2 wrong command line.\n"
      "Commands that talk to a server read ENTREPOT_URL and ENTREPOT_API_KEY.");

  LocalInvocation local;
  local.program = own_name(argv[0]);
  cli::Invocation remote;
  add_serve(program, local);
  add_init(program, local);
  add_verify(program, local);
  add_gc(program, local);
  cli::add_client_commands(program, remote);
  add_references(program, local);

  if (argc > 1 && complain_about_commands(program, std::span(argv + 1, static_cast<std::size_t>(argc - 1)))) {
    return cli::kUsage;
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? cli::kOk : cli::kUsage;
  }
  if (complain_about_extras(program)) return cli::kUsage;
  return local.run ? local.run(local) : cli::run_client_command(remote);
}

}  // namespace entrepot::app
