#include "cli/push.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <mutex>
#include <thread>

#include "base/try.h"
#include "cargo/package_reader.h"
#include "cargo/packaged_metadata.h"
#include "cli/arguments.h"
#include "cli/push_order.h"
#include "cli/push_progress.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

constexpr std::size_t kSenders = 4;

struct PushArguments {
  std::string repository;
  std::vector<std::string> files;
  std::string tags;
  bool republish = false;
  bool no_republish = false;
  bool dry_run = false;
  bool skip_errors = false;
  bool skip_existing = false;
};

/// What the file says of itself, if it is what it should be, so far as that can be told here.
Result<PushedCrate> look_at(const std::string& file, LocalCrate& crate) {
  TRY_ASSIGN(const std::string bytes, read_crate(file));
  const PackageLimits limits;
  auto metadata = read_packaged_metadata(source_of(bytes), bytes.size(), limits, UnnamedRegistry::own, kLargestCrate);
  if (metadata) {
    if (const auto content = read_package(bytes, metadata->name, metadata->version, limits); !content)
      metadata = std::unexpected(content.error());
  }
  if (!metadata) return invalid(fmt::format("{}: {}", file, metadata.error().message));
  crate = {.file = file, .name = metadata->name.text(), .version = metadata->version.text(), .size = bytes.size()};
  PushedCrate out{.name = crate.name};
  for (const Dependency& dependency : metadata->dependencies) {
    if (dependency.kind != DependencyKind::dev) out.needs.push_back(dependency.name);
  }
  return out;
}

/// What became of each file; many threads push.
class Pushing {
 public:
  Pushing(const Session& session, const PushArguments& arguments, const PushTarget& target,
          std::vector<LocalCrate> crates)
      : session_(session),
        arguments_(arguments),
        target_(target),
        crates_(std::move(crates)),
        progress_(arguments.files.size(), total_bytes()) {}

  /// A file that is not even tried.
  void refuse(const std::string& file, const Error& error) {
    json::object result{{"file", file}, {"name", nullptr}, {"version", nullptr}};
    add_error(result, error);
    note(std::move(result), &error, error.message);
  }

  void run(const std::vector<std::vector<std::size_t>>& waves) {
    for (const std::vector<std::size_t>& wave : waves) {
      if (stopped()) break;
      std::atomic<std::size_t> next{0};
      std::vector<std::jthread> senders;
      for (std::size_t n = 0; n < std::min(kSenders, wave.size()); ++n) {
        senders.emplace_back([&] {
          Client client = session_.client;
          for (std::size_t i = next++; i < wave.size() && !stopped(); i = next++) push(client, crates_[wave[i]]);
        });
      }
    }
    progress_.end();
  }

  const json::array& results() const { return results_; }
  const std::vector<Error>& errors() const { return errors_; }
  std::size_t left() const { return arguments_.files.size() - results_.size(); }
  /// The server's last, when a file was refused by it.
  const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  bool stopped() const { return has_failed_ && !arguments_.skip_errors; }

  std::uint64_t total_bytes() const {
    std::uint64_t sum = 0;
    for (const LocalCrate& crate : crates_) sum += crate.size;
    return sum;
  }

  void push(Client& client, const LocalCrate& crate) {
    std::uint64_t counted = 0;
    const auto pushed = push_crate(client, target_, crate, [&](std::uint64_t sent) {
      sent = std::min(sent, crate.size);
      if (sent > counted) progress_.sent(sent - counted);
      counted = std::max(counted, sent);
    });
    progress_.sent(crate.size - counted);
    json::object result{{"file", crate.file}, {"name", crate.name}, {"version", crate.version}};
    std::string line;
    if (!pushed) {
      add_error(result, pushed.error());
      line = fmt::format("{}: {}", crate.file, pushed.error().message);
    } else {
      line = describe(*pushed, crate, result);
    }
    note(std::move(result), pushed ? nullptr : &pushed.error(), line, pushed ? std::nullopt : client.refusal());
  }

  static void add_error(json::object& result, const Error& error) {
    result["error"] = error.message;
    result["error_code"] = error_code_word(error.code);
  }

  void note(json::object result, const Error* error, const std::string& line,
            const std::optional<Refusal>& refusal = std::nullopt) {
    const std::lock_guard lock(mutex_);
    if (error != nullptr) {
      errors_.push_back(*error);
      has_failed_ = true;
    }
    if (refusal) refusal_ = refusal;
    results_.emplace_back(std::move(result));
    // The only failure is told at the end.
    if (error == nullptr || arguments_.files.size() > 1) progress_.done(line);
  }

  std::string describe(const Pushed& pushed, const LocalCrate& crate, json::object& result) const {
    if (pushed.outcome == PushOutcome::could_be) {
      result["status"] = "Valid";
      return fmt::format("{} {} could be pushed", crate.name, crate.version);
    }
    result["slug"] = pushed.package.at("slug");
    result["slug_perm"] = pushed.package.at("slug_perm");
    result["status"] = pushed.package.at("status_str");
    const bool is_new = pushed.outcome == PushOutcome::created;
    result["created"] = is_new;
    return fmt::format("{} {}/{} ({})", is_new ? "Created" : "Is there already:", arguments_.repository,
                       cell(pushed.package, "slug"), cell(pushed.package, "slug_perm"));
  }

  const Session& session_;
  const PushArguments& arguments_;
  const PushTarget& target_;
  const std::vector<LocalCrate> crates_;
  PushProgress progress_;
  std::mutex mutex_;  // of what follows; has_failed_ is read without it too
  json::array results_;
  std::vector<Error> errors_;
  std::optional<Refusal> refusal_;
  std::atomic<bool> has_failed_{false};
};

/// One code for all failures, so that the exit code says what they have in common.
ErrorCode common_code(const std::vector<Error>& errors) {
  const bool is_one = std::ranges::all_of(errors, [&](const Error& error) { return error.code == errors[0].code; });
  return is_one ? errors[0].code : ErrorCode::invalid;
}

Result<void> push(Session& session, const PushArguments& arguments) {
  std::vector<LocalCrate> crates;
  std::vector<PushedCrate> order;
  std::vector<std::pair<std::string, Error>> broken;
  for (const std::string& file : arguments.files) {
    LocalCrate crate;
    auto seen = look_at(file, crate);
    if (!seen && (!arguments.skip_errors || arguments.files.size() == 1)) return std::unexpected(seen.error());
    if (!seen) {
      broken.emplace_back(file, seen.error());
      continue;
    }
    crates.push_back(std::move(crate));
    order.push_back(*std::move(seen));
  }
  PushTarget target{.repository = arguments.repository,
                    .tags = arguments.tags,
                    .dry_run = arguments.dry_run,
                    .skip_existing = arguments.skip_existing};
  if (arguments.republish || arguments.no_republish) target.republish = arguments.republish;
  Pushing pushing(session, arguments, target, std::move(crates));
  for (const auto& [file, error] : broken) pushing.refuse(file, error);
  pushing.run(push_waves(order));
  session.client.adopt_refusal(pushing.refusal());
  const std::vector<Error>& errors = pushing.errors();
  if (arguments.files.size() == 1 && !errors.empty()) return std::unexpected(errors[0]);
  session.output.answer(pushing.results(), fmt::format("{} of {} done.", pushing.results().size() - errors.size(),
                                                       arguments.files.size()));
  if (errors.empty()) return {};
  return fail(
      common_code(errors),
      fmt::format("{} of {} files were refused{}.", errors.size(), arguments.files.size(),
                  pushing.left() > 0 ? fmt::format(", and {} were not tried (--skip-errors goes on)", pushing.left())
                                     : std::string()));
}

}  // namespace

void add_push(Command& program, Invocation& invocation) {
  Command group = program.add("push", "Upload crate files", std::string(kPackageHeading));
  const auto arguments = std::make_shared<PushArguments>();
  Command command = add_command(group, invocation, "cargo", "Upload crate files, those first that others depend on",
                                &push, arguments);
  add_repository(command, arguments->repository);
  command.positionals("FILE", arguments->files, "Files as `cargo package` makes them (target/package/*.crate)");
  command.option("--tags", "A,B", arguments->tags, "Tags for each of them");
  command.choice(
      "What is there already",
      {{"--republish", arguments->republish, "Replace a version of the same number"},
       {"--no-republish", arguments->no_republish, "Do not, whatever the repository's default is"},
       {"-e,--skip-existing", arguments->skip_existing, "A version that is there with the very same bytes is done"}},
      Need::optional);
  command.flag("-n,--dry-run", arguments->dry_run, "Check the files and ask the server, but upload nothing");
  command.flag("-s,--skip-errors", arguments->skip_errors, "Go on after a file that is refused");
  command.footer(
      "One line per file goes to standard error, with --json one list to standard output.\n"
      "A push that was interrupted is run again: large files go on with the part they had come to, and\n"
      "--skip-existing passes over what had arrived.\n"
      "Example: entrepot push cargo acme/tools target/package/*.crate --tags nightly");
}

}  // namespace entrepot::cli
