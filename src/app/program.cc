#include "app/program.h"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include "app/command_line.h"
#include "app/process.h"
#include "cli/command.h"
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
void complain_about(const std::string& unknown) {
  if (!unknown.starts_with("--")) {
    complain(Error{ErrorCode::invalid, "The argument `" + unknown + "` means nothing here. See --help."});
    return;
  }
  const std::string flag = unknown.substr(0, unknown.find('='));
  complain(unknown_option(flag.substr(2), flag).error());
}

/// The command's exit code, unless what it had to say was lost: a key that is shown once, for example.
template <typename Run>
int and_printed(Run run) {
  int code = cli::kFailed;
  bool is_lost = false;
  try {
    code = run();
  } catch (const std::system_error&) {  // from fmt::print
    is_lost = true;
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) is_lost = true;
  if (!is_lost) return code;
  complain(Error{ErrorCode::unavailable, "The output could not be written, some of it is lost."});
  return code == cli::kOk ? cli::kFailed : code;
}

}  // namespace

int run_program(int argc, char** argv) {
  prepare_process();
  cli::CommandLine line(
      "Entrepot, a Cargo registry that you run yourself.", std::string(kVersion),
      "First steps: `entrepot serve` makes ./data, prints the admin's API key and shows how cargo uses it.\n"
      "`entrepot login` keeps the key of a server for the commands that talk to it; see `entrepot help environment`.\n"
      "`entrepot COMMAND --help` explains a command. Exit codes: 0 done, 1 failed, 2 wrong command line, 3 not found,\n"
      "4 not allowed, 5 conflict, 6 try again; see `entrepot help exit-codes`.");
  for (cli::Topic& topic : cli::topics()) line.add_topic(std::move(topic));
  LocalInvocation local;
  local.program = own_name(argv[0]);
  cli::Invocation remote;
  cli::Command root = line.root();
  add_serve(root, local);
  add_init(root, local);
  add_verify(root, local);
  add_gc(root, local);
  cli::add_client_commands(root, remote);
  add_references(root, local, line);

  if (const std::optional<int> code = line.parse(argc, argv)) return *code;
  if (const std::string unknown = line.unknown(); !unknown.empty()) {
    complain_about(unknown);
    return cli::kUsage;
  }
  return and_printed([&] { return local.run ? local.run(local) : cli::run_client_command(remote); });
}

}  // namespace entrepot::app
