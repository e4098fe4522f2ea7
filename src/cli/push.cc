#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "base/digests.h"
#include "base/file.h"
#include "base/try.h"
#include "cargo/package_reader.h"
#include "cargo/packaged_metadata.h"
#include "cli/arguments.h"
#include "cli/push_order.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30U;
constexpr std::size_t kPartBytes = std::size_t{16} << 20U;
constexpr std::size_t kSenders = 4;
constexpr int kAttempts = 4;
constexpr std::chrono::milliseconds kFirstPause{250};

struct PushArguments {
  std::string repository;
  std::vector<std::string> files;
  std::string tags;
  bool republish = false;
  bool no_republish = false;
  bool dry_run = false;
  bool skip_errors = false;
};

/// A file that is what it should be, so far as that can be told here.
struct LocalCrate {
  std::string file;
  std::string name;
  std::string version;
};

Result<std::string> read_crate(const std::string& file) {
  auto bytes = read_file(file, kLargestFile);
  if (!bytes) return invalid(fmt::format("{} cannot be read: {}", file, bytes.error().message));
  return bytes;
}

Result<PushedCrate> look_at(const std::string& file, LocalCrate& crate) {
  TRY_ASSIGN(const std::string bytes, read_crate(file));
  const PackageLimits limits;
  auto metadata = read_packaged_metadata(source_of(bytes), bytes.size(), limits, UnnamedRegistry::own, kLargestFile);
  if (metadata) {
    if (const auto content = read_package(bytes, metadata->name, metadata->version, limits); !content)
      metadata = std::unexpected(content.error());
  }
  if (!metadata) return invalid(fmt::format("{}: {}", file, metadata.error().message));
  crate = {.file = file, .name = metadata->name.text(), .version = metadata->version.text()};
  PushedCrate out{.name = crate.name};
  for (const Dependency& dependency : metadata->dependencies) {
    if (dependency.kind != DependencyKind::dev) out.needs.push_back(dependency.name);
  }
  return out;
}

std::string md5_of(std::string_view bytes) {
  DigestRun run;
  run.update(as_bytes(bytes));
  return run.finish().md5;
}

/// A part again is the same part, so what was lost on the way is simply sent again.
Result<void> send_part(Client& client, const std::string& where, const std::string& bytes) {
  for (int attempt = 1;; ++attempt) {
    const auto sent = client.put_bytes(where, bytes);
    if (sent) return {};
    const bool may_pass = sent.error().code == ErrorCode::unavailable || sent.error().code == ErrorCode::timeout;
    if (!may_pass || attempt == kAttempts) return std::unexpected(sent.error());
    std::this_thread::sleep_for(kFirstPause * (1 << attempt));
  }
}

Result<json::value> push_one(Client& client, const PushArguments& arguments, const LocalCrate& crate) {
  const RepositoryName to = split_repository(arguments.repository);
  TRY_ASSIGN(const std::string bytes, read_crate(crate.file));
  const bool in_parts = bytes.size() > kPartBytes;
  const json::object announced{{"filename", crate.name + "-" + crate.version + ".crate"},
                               {"md5_checksum", md5_of(bytes)},
                               {"method", in_parts ? "put_parts" : "put"}};
  json::object package{{"package_file", announced.at("filename")}, {"tags", arguments.tags}};
  if (arguments.republish || arguments.no_republish) package["republish"] = arguments.republish;
  TRY(client.call(Verb::post, path({"packages", to.owner, to.repository, "validate-upload", "cargo"}), package));
  if (arguments.dry_run) {
    TRY(client.call(Verb::post, path({"files", to.owner, to.repository, "validate"}), announced));
    return json::value(nullptr);
  }
  TRY_ASSIGN(const json::value upload, client.call(Verb::post, path({"files", to.owner, to.repository}), announced));
  const std::string identifier = upload.is_object() ? cell(upload.get_object(), "identifier") : std::string();
  for (std::size_t part = 1, at = 0; at < bytes.size(); ++part, at += kPartBytes) {
    TRY(send_part(client, path({"uploads", identifier}) + fmt::format("?part_number={}", part),
                  bytes.substr(at, kPartBytes)));
  }
  if (in_parts) TRY(client.call(Verb::post, path({"files", to.owner, to.repository, identifier, "complete"})));
  package["package_file"] = identifier;
  return client.call(Verb::post, path({"packages", to.owner, to.repository, "upload", "cargo"}), package);
}

/// What became of each file; many threads push, one line at a time is said of it.
class Pushing {
 public:
  Pushing(const Session& session, const PushArguments& arguments, std::vector<LocalCrate> crates)
      : session_(session), arguments_(arguments), crates_(std::move(crates)) {}

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
    if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\x1b[K");
  }

  const json::array& results() const { return results_; }
  std::size_t failed() const { return failed_; }
  std::size_t left() const { return crates_.size() - results_.size(); }

 private:
  bool stopped() const { return failed_ > 0 && !arguments_.skip_errors; }

  void push(Client& client, const LocalCrate& crate) {
    const auto pushed = push_one(client, arguments_, crate);
    json::object result{{"file", crate.file}, {"name", crate.name}, {"version", crate.version}};
    std::string line;
    if (!pushed) {
      result["error"] = pushed.error().message;
      line = fmt::format("{}: {}", crate.file, pushed.error().message);
    } else if (const json::object* package = pushed->if_object()) {
      result["slug"] = package->at("slug");
      result["slug_perm"] = package->at("slug_perm");
      result["status"] = package->at("status_str");
      line =
          fmt::format("Created {}/{} ({})", arguments_.repository, cell(*package, "slug"), cell(*package, "slug_perm"));
    } else {
      line = fmt::format("{} {} could be pushed", crate.name, crate.version);
    }
    std::lock_guard lock(mutex_);
    if (!pushed) ++failed_;
    results_.emplace_back(std::move(result));
    say(line);
  }

  void say(const std::string& line) const {
    const bool is_terminal = ::isatty(STDERR_FILENO) != 0;
    fmt::print(stderr, "{}{}\n", is_terminal ? "\r\x1b[K" : "", line);
    if (!is_terminal) return;
    constexpr std::size_t kWidth = 30;
    const std::size_t done = kWidth * results_.size() / crates_.size();
    fmt::print(stderr, "[{:<{}}] {}/{}", std::string(done, '#'), kWidth, results_.size(), crates_.size());
    std::fflush(stderr);
  }

  const Session& session_;
  const PushArguments& arguments_;
  const std::vector<LocalCrate> crates_;
  std::mutex mutex_;  // of what follows; failed_ is read without it too
  json::array results_;
  std::atomic<std::size_t> failed_{0};
};

Result<void> push(Session& session, const PushArguments& arguments) {
  std::vector<LocalCrate> crates(arguments.files.size());
  std::vector<PushedCrate> order;
  for (std::size_t n = 0; n < crates.size(); ++n) {
    TRY_ASSIGN(order.emplace_back(), look_at(arguments.files[n], crates[n]));
  }
  Pushing pushing(session, arguments, std::move(crates));
  pushing.run(push_waves(order));
  session.output.answer(pushing.results(), fmt::format("{} of {} done.", pushing.results().size() - pushing.failed(),
                                                       arguments.files.size()));
  if (pushing.failed() == 0) return {};
  return fail(
      ErrorCode::conflict,
      fmt::format("{} of {} files were refused{}.", pushing.failed(), arguments.files.size(),
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
  command.choice("What is there already",
                 {{"--republish", arguments->republish, "Replace a version of the same number"},
                  {"--no-republish", arguments->no_republish, "Do not, whatever the repository's default is"}},
                 Need::optional);
  command.flag("-n,--dry-run", arguments->dry_run, "Check the files and ask the server, but upload nothing");
  command.flag("-s,--skip-errors", arguments->skip_errors, "Go on after a file that is refused");
  command.footer(
      "One line per file goes to standard error, with --json one list to standard output.\n"
      "Example: entrepot push cargo acme/tools target/package/*.crate --tags nightly");
}

}  // namespace entrepot::cli
