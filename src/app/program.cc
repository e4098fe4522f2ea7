#include "app/program.h"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "app/command_line.h"
#include "app/process.h"
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

  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? cli::kOk : cli::kUsage;
  }
  if (complain_about_extras(program)) return cli::kUsage;
  return local.run ? local.run(local) : cli::run_client_command(remote);
}

}  // namespace entrepot::app
