#include <fmt/format.h>

#include "app/command_line.h"
#include "app/composition.h"
#include "base/try.h"
#include "base/units.h"
#include "cli/commands.h"
#include "registry/gc.h"
#include "registry/verify.h"

namespace entrepot::app {
namespace {

struct Arguments {
  std::string grace = "24h";
  bool json = false;
};

Result<registry::VerifyReport> verify(const Options& options, Seconds grace) {
  Composition composition(options, Extent::offline, FolderUse::join);
  TRY(composition.open());
  return registry::verify(composition.registry(), grace);
}

void print_for_people(const registry::VerifyReport& report) {
  for (const std::string& problem : report.problems) fmt::print("{}\n", problem);
  if (report.problem_count > report.problems.size()) {
    fmt::print("… and {} more.\n", report.problem_count - report.problems.size());
  }
  fmt::print("{}: {} repositories, {} crates, {} versions, {} blobs of {} bytes, {} orphan blobs, {} problems.\n",
             report.clean() ? "Clean" : "NOT clean", report.repositories, report.crates, report.versions, report.blobs,
             report.bytes, report.orphans.size(), report.problem_count);
}

// 0 clean, 1 problems, 2 could not look.
int run(const LocalInvocation& invocation, const Arguments& arguments) {
  constexpr int kCouldNotRun = cli::kUsage;
  const std::optional<Options> options = load_or_complain(invocation);
  if (!options.has_value()) return kCouldNotRun;
  const auto grace = parse_duration(arguments.grace).value_or(registry::kDefaultGrace);
  const Result<registry::VerifyReport> report = verify(*options, std::chrono::duration_cast<Seconds>(grace));
  if (!report.has_value()) {
    complain(report.error());
    return kCouldNotRun;
  }
  if (arguments.json) {
    fmt::print("{}\n", report->to_json());
  } else {
    print_for_people(*report);
  }
  return report->clean() ? cli::kOk : cli::kFailed;
}

}  // namespace

void add_verify(cli::Command& program, LocalInvocation& invocation) {
  cli::Command command =
      program.add("verify", "Check that nothing is lost or damaged: every version, blob and index line",
                  std::string(kServerHeading));
  const auto arguments = std::make_shared<Arguments>();
  add_option_flags(command, invocation, {"data", "config"});
  command.option("--grace", "TIME", arguments->grace,
                 "Orphan blobs younger than this may belong to a running publish [24h]", cli::Need::optional,
                 &check_duration);
  command.flag("--json", arguments->json, "Print the report as JSON");
  command.footer("May run beside the server. Exit code: 0 clean, 1 problems found, 2 could not look.");
  command.when_named([&invocation, arguments] {
    invocation.run = [arguments](const LocalInvocation& given) { return run(given, *arguments); };
  });
}

}  // namespace entrepot::app
