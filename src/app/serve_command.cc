#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <semaphore>

#include "app/command_line.h"
#include "app/composition.h"
#include "app/first_steps.h"
#include "app/server_options.h"
#include "base/log.h"
#include "base/try.h"
#include "cli/commands.h"
#include "http/server.h"
#include "net/signals.h"
#include "registry/initialise.h"
#include "registry/registry.h"

namespace entrepot::app {
namespace {

constexpr std::string_view kFirstAdmin = "admin";

/// The first SIGTERM or SIGINT asks for a drain, the second ends the process where it stands.
class StopRequest {
 public:
  void request() {
    if (asked_.exchange(true)) ::_exit(cli::kFailed);
    semaphore_.release();
  }
  void wait() { semaphore_.acquire(); }

 private:
  std::atomic<bool> asked_{false};
  std::binary_semaphore semaphore_{0};
};

void reload_certificates(http::Server& server) {
  const Result<void> reloaded = server.reload_certificates();
  if (reloaded.has_value()) {
    log_info("certificates reloaded");
  } else {
    log_error("certificates not reloaded", {{"error", reloaded.error().message}, {"detail", reloaded.error().detail}});
  }
}

/// The first line of the log: programs that start a server read its real addresses there.
void log_listening(const Listening& listening) {
  const std::string& address = listening.address.empty() ? listening.tls_address : listening.address;
  if (listening.tls_address.empty()) {
    log_info("listening", {{"address", address}, {"url", listening.public_url}});
  } else {
    log_info("listening",
             {{"address", address}, {"url", listening.public_url}, {"tls_address", listening.tls_address}});
  }
}

Result<std::optional<registry::Initialised>> initialise_if_new(registry::Registry& registry) {
  TRY_ASSIGN(const bool initialised, registry::is_initialised(registry));
  if (initialised) return std::nullopt;
  TRY_ASSIGN(registry::Initialised made, registry::initialise(registry, std::string(kFirstAdmin)));
  return std::optional(std::move(made));
}

Result<void> greet(const std::optional<registry::Initialised>& made, const Listening& listening,
                   const std::string& program) {
  const std::string text =
      made.has_value()
          ? first_steps_text({program, listening.public_url, made->user.slug, std::string(made->key.secret.reveal())})
          : fmt::format("Entrepot is ready: {}\n", listening.public_url);
  const bool is_told = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
  if (is_told || !made.has_value()) return {};
  return fail(
      ErrorCode::unavailable,
      fmt::format("The first admin's API key could not be printed. Get another one with `entrepot init --recover "
                  "--admin {}`.",
                  kFirstAdmin));
}

Result<void> serve(const Options& options, const std::string& program, LogLevel level) {
  Composition composition(options, Extent::serving, FolderUse::own);
  TRY(composition.open());
  StopRequest stop;
  TRY_ASSIGN(const Listening listening, composition.listen());
  // After listening: a first admin whose key could not be shown, because the port was taken, would be nobody's.
  TRY_ASSIGN(const auto made, initialise_if_new(composition.registry()));
  const net::Signals signals(composition.loops(),
                             {.terminate = [&stop] { stop.request(); },
                              .reload = [&composition] { reload_certificates(composition.server()); }});
  // Until here only errors are logged, so that the line with the addresses is the first of a server that starts.
  start_logging(std::min(level, LogLevel::info));
  log_listening(listening);
  start_logging(level);
  if (const auto doubt = public_url_doubt(options, composition.server().listeners()); !doubt.empty()) {
    log_warning(doubt, {{"url", listening.public_url}});
  }
  TRY(greet(made, listening, program));

  stop.wait();
  log_info("draining");
  composition.stop();
  log_info("stopped");
  return {};
}

int run(const LocalInvocation& invocation) {
  const std::optional<Options> options = load_or_complain(invocation);
  if (!options.has_value()) return cli::kUsage;
  const LogLevel level = parse_log_level(options->log_level).value_or(LogLevel::info);
  start_logging(LogLevel::error);
  // Before anything is made.
  if (const auto usable = to_server_options(*options); !usable.has_value()) {
    complain(usable.error());
    return cli::kUsage;
  }
  const Result<void> served = serve(*options, invocation.program, level);
  if (served.has_value()) return cli::kOk;
  complain(served.error());
  return cli::kFailed;
}

}  // namespace

void add_serve(cli::Command& program, LocalInvocation& invocation) {
  cli::Command command =
      program.add("serve", "Run the server; makes a new data folder ready by itself", std::string(kServerHeading));
  add_option_flags(command, invocation);
  command.footer(
      "Every option may also stand in the environment (ENTREPOT_MAX_CONNECTIONS) or in the file of --config;\n"
      "a flag wins over the environment, the environment over the file.\n"
      "SIGTERM drains and ends, SIGHUP reads the certificate again.\n\n"
      "Examples:\n"
      "  entrepot serve --data /var/lib/entrepot --listen 127.0.0.1:8088\n"
      "  entrepot serve --tls-listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem --public-url "
      "https://crates.example.org");
  command.when_named([&invocation] { invocation.run = &run; });
}

}  // namespace entrepot::app
