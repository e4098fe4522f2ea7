#include <fmt/format.h>

#include "app/command_line.h"
#include "app/composition.h"
#include "base/try.h"
#include "base/units.h"
#include "cli/commands.h"
#include "registry/gc.h"

namespace entrepot::app {
namespace {

struct Arguments {
  std::string grace = "24h";
  bool dry_run = false;
  bool json = false;
};

Result<registry::GcReport> collect(const Options& options, Seconds grace, registry::GcMode mode) {
  Composition composition(options, Extent::offline, FolderUse::join);
  TRY(composition.open());
  return registry::gc(composition.registry(), grace, mode);
}

int run(const LocalInvocation& invocation, const Arguments& arguments) {
  const std::optional<Options> options = load_or_complain(invocation);
  if (!options.has_value()) return cli::kUsage;
  const auto grace = parse_duration(arguments.grace).value_or(registry::kDefaultGrace);
  const auto mode = arguments.dry_run ? registry::GcMode::dry_run : registry::GcMode::remove;
  const Result<registry::GcReport> report = collect(*options, std::chrono::duration_cast<Seconds>(grace), mode);
  if (!report.has_value()) {
    complain(report.error());
    return cli::kFailed;
  }
  if (arguments.json) {
    fmt::print("{}\n", report->to_json());
  } else {
    fmt::print("{} {} blobs ({} bytes) and {} abandoned temporary files; kept {} orphans younger than {}.\n",
               arguments.dry_run ? "Would remove" : "Removed", report->removed_blobs, report->removed_bytes,
               report->removed_temporary_files, report->kept_young, arguments.grace);
  }
  return cli::kOk;
}

}  // namespace

void add_gc(cli::Command& program, LocalInvocation& invocation) {
  cli::Command command = program.add("gc", "Remove blobs that no version names any more", std::string(kServerHeading));
  const auto arguments = std::make_shared<Arguments>();
  add_option_flags(command, invocation, {"data", "config"});
  command.option("--grace", "TIME", arguments->grace, "Leave what is younger: it may belong to a running publish [24h]",
                 cli::Need::optional, &check_duration);
  command.flag("--dry-run", arguments->dry_run, "Only say what would be removed");
  command.flag("--json", arguments->json, "Print the report as JSON");
  command.footer("May run beside the server.");
  command.when_named([&invocation, arguments] {
    invocation.run = [arguments](const LocalInvocation& given) { return run(given, *arguments); };
  });
}

}  // namespace entrepot::app
