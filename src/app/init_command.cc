#include <fmt/format.h>

#include <boost/json.hpp>

#include "app/command_line.h"
#include "app/composition.h"
#include "base/try.h"
#include "cli/commands.h"
#include "cli/standard_input.h"
#include "net/event_loops.h"
#include "registry/initialise.h"
#include "registry/registry.h"
#include "setup/shell_word.h"

namespace entrepot::app {
namespace {

struct Arguments {
  std::string admin;
  bool password_stdin = false;
  bool recover = false;
  bool json = false;
};

Result<registry::Initialised> initialise(const Options& options, const Arguments& arguments) {
  Composition composition(options, Extent::offline, FolderUse::own);
  TRY(composition.open());
  if (arguments.recover) return registry::recover(composition.registry(), arguments.admin);
  std::optional<std::string> password_hash;
  if (arguments.password_stdin) {
    TRY_ASSIGN(std::string password, cli::read_secret_line("password"));
    TRY_ASSIGN(
        password_hash,
        net::run_here(composition.registry().authenticator().hash_new_password(auth::Secret(std::move(password)))));
  }
  return registry::initialise(composition.registry(), arguments.admin, std::move(password_hash));
}

int run(const LocalInvocation& invocation, const Arguments& arguments) {
  const std::optional<Options> options = load_or_complain(invocation);
  if (!options.has_value()) return cli::kUsage;
  const Result<registry::Initialised> made = initialise(*options, arguments);
  if (!made.has_value()) {
    complain(made.error());
    return cli::kFailed;
  }
  const std::string key(made->key.secret.reveal());
  if (arguments.json) {
    const boost::json::object answer{{"user", made->user.slug}, {"api_key", key}};
    fmt::print("{}\n", boost::json::serialize(answer));
  } else {
    fmt::print(
        "{} {} with the admin {}. This is the admin's API key; it is shown only now:\n\n{}\n\nStart the server: {} "
        "serve --data {}\n",
        arguments.recover ? "Opened" : "Made", options->data, made->user.slug, key,
        setup::shell_word(invocation.program), setup::shell_word(options->data));
  }
  return cli::kOk;
}

}  // namespace

void add_init(cli::Command& program, LocalInvocation& invocation) {
  cli::Command command = program.add("init", "Make a data folder with its first admin, and print that admin's API key",
                                     std::string(kServerHeading));
  const auto arguments = std::make_shared<Arguments>();
  add_option_flags(command, invocation, {"data", "config"});
  command.option("--admin", "NAME", arguments->admin, "The admin's name, also their own namespace",
                 cli::Need::required);
  command.flag("--password-stdin", arguments->password_stdin, "Read a password for them from standard input");
  command.flag("--recover", arguments->recover,
               "The admin exists and every key of theirs is lost: make another one (the server must be stopped)");
  command.flag("--json", arguments->json, R"(Print {"user", "api_key"} and nothing else)");
  command.footer("Example: entrepot init --data /var/lib/entrepot --admin alice");
  command.when_named([&invocation, arguments] {
    invocation.run = [arguments](const LocalInvocation& given) { return run(given, *arguments); };
  });
}

}  // namespace entrepot::app
