#include "cli/commands.h"

#include <fmt/format.h>

#include <optional>

#include "cli/command_page.h"

namespace entrepot::cli {
namespace {

/// What to do about a failure, where this program knows more than the server.
std::string hint(const Error& error, const Session& session) {
  if (error.code != ErrorCode::unauthenticated) return session.settings.hint;
  if (!session.settings.api_key.empty()) return fmt::format("The key is of {}.", session.settings.key_source);
  return session.settings.hint + (session.settings.hint.empty() ? "" : " ") + "Log in: entrepot login";
}

OutputForm form_of(const Invocation& invocation) {
  if (invocation.format == "pretty_json") return OutputForm::pretty_json;
  return invocation.json || invocation.format == "json" ? OutputForm::json : OutputForm::table;
}

constexpr std::string_view kEnvironment =
    R"(Where commands that talk to a server find it, and as whom; the first that says so wins:
  1. flags: --url, --api-key-file, --profile
  2. variables: ENTREPOT_URL, ENTREPOT_API_KEY, ENTREPOT_API_KEY_FILE
  3. the profile: of ENTREPOT_PROFILE, else the default-profile of config.toml, else `default`
  4. http://127.0.0.1:8088, without a key
A stored key is only ever sent to the URL that it was stored for. With --profile, the key of a variable is not sent to
another server than ENTREPOT_URL names, if it names one.

Files, in $XDG_CONFIG_HOME/entrepot or ~/.config/entrepot:
  config.toml        yours to write, and need not be there:
                         default-profile = "work"
                         [profiles.work]
                         url = "https://crates.example.org"
                         credentials-file = "/run/secrets/entrepot.toml"
  credentials.toml   the keys that `entrepot login` keeps; must be readable by nobody else (mode 0600)

The server's options are variables too: ENTREPOT_LISTEN for --listen, and so on.
)";

}  // namespace

std::vector<Topic> topics() {
  return {
      {.name = "exit-codes",
       .title = "Exit codes",
       .text = exit_codes_text() +
               "`verify` has its own: 0 clean, 1 problems found, 2 could not look. `whoami` exits with 1 when there "
               "is no key.\n"},
      {.name = "environment", .title = "Environment and files", .text = std::string(kEnvironment)}};
}

void add_client_commands(Command& program, Invocation& invocation) {
  add_login(program, invocation);
  add_whoami(program, invocation);
  add_users(program, invocation);
  add_orgs(program, invocation);
  add_repos(program, invocation);
  add_setup(program, invocation);
  add_keys(program, invocation);
  add_entitlements(program, invocation);
  add_usage(program, invocation);
  add_push(program, invocation);
  add_packages(program, invocation);
  add_tags(program, invocation);
}

int run_client_command(const Invocation& invocation) {
  Output output(form_of(invocation));
  Result<Settings> settings = find_settings(invocation);
  if (!settings) {
    output.failure(settings.error(), std::nullopt);
    return kUsage;
  }
  ClientSettings server{.url = settings->url, .api_key = settings->api_key};
  Session session{Client(std::move(server)), output, *std::move(settings)};
  const Result<void> done = invocation.run(session);
  if (done) return kOk;
  Error error = done.error();
  // Not of the server: a file of this machine could not be read or written, and nobody else has a log of it.
  if (error.code == ErrorCode::internal && !error.detail.empty() && !session.client.refusal()) {
    error.message = error.detail + ".";
  }
  if (const std::string more = hint(error, session); !more.empty()) error.message += " " + more;
  session.output.failure(error, session.client.refusal());
  return exit_code_of(error.code);
}

}  // namespace entrepot::cli
