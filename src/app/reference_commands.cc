#include <fmt/format.h>

#include "api/application.h"
#include "api/openapi.h"
#include "app/command_line.h"
#include "cli/commands.h"
#include "package_query/reference.h"
#include "setup/first_crate.h"

namespace entrepot::app {
namespace {

/// An options file with every default, commented out.
std::string options_file() {
  std::string file;
  for (const OptionRow& row : option_table()) {
    if (row.key == "config") continue;
    const char* quote = row.type == OptionType::number ? "" : "\"";
    file +=
        fmt::format("# {} Takes {}.\n# {} = {}{}{}\n\n", row.help, row.range, row.key, quote, row.default_value, quote);
  }
  return file;
}

void add_page(cli::Command& program, LocalInvocation& invocation, std::string name, std::string description,
              std::string (*page)(), std::string (*markdown)()) {
  cli::Command command = program.add(std::move(name), std::move(description), "Reference");
  const auto as_markdown = std::make_shared<bool>(false);
  command.flag("--markdown", *as_markdown, "As a page of the documentation");
  command.when_named([&invocation, as_markdown, page, markdown] {
    invocation.run = [as_markdown, page, markdown](const LocalInvocation&) {
      fmt::print("{}", *as_markdown ? markdown() : page());
      return cli::kOk;
    };
  });
}

void add_completion(cli::Command& program, LocalInvocation& invocation, const cli::CommandLine& line) {
  using Script = std::string (*)(const cli::CommandPage&, const std::vector<cli::Topic>&);
  struct Shell {
    const char* name;
    const char* help;
    const char* footer;
    Script script;
  };
  cli::Command group = program.add("completion", "Print what a shell needs to complete these commands", "Reference");
  for (const Shell& shell :
       {Shell{"bash", "For bash", "For this shell: source <(entrepot completion bash)", &cli::bash_completion},
        Shell{"zsh", "For zsh", "For this shell, after compinit: source <(entrepot completion zsh)",
              &cli::zsh_completion},
        Shell{"fish", "For fish", "For this shell: entrepot completion fish | source", &cli::fish_completion}}) {
    cli::Command command = group.add(shell.name, shell.help);
    command.footer(shell.footer);
    command.when_named([&invocation, &line, script = shell.script] {
      invocation.run = [&line, script](const LocalInvocation&) {
        fmt::print("{}", script(line.page(), line.topics()));
        return cli::kOk;
      };
    });
  }
}

void add_man(cli::Command& program, LocalInvocation& invocation, const cli::CommandLine& line) {
  cli::Command command = program.add("man", "Print the man page", "Reference");
  const auto as_markdown = std::make_shared<bool>(false);
  command.flag("--markdown", *as_markdown, "As a page of the documentation");
  command.footer("Example: entrepot man | man -l -");
  command.when_named([&invocation, &line, as_markdown] {
    invocation.run = [&line, as_markdown](const LocalInvocation&) {
      fmt::print("{}", *as_markdown ? cli::commands_markdown(line.page(), line.topics())
                                    : cli::man_page(line.page(), line.topics(), "entrepot " ENTREPOT_VERSION));
      return cli::kOk;
    };
  });
}

void add_routes(cli::Command& program, LocalInvocation& invocation) {
  cli::Command command = program.add("routes", "Print the server's routes", "Reference");
  const auto as_markdown = std::make_shared<bool>(false);
  const auto as_openapi = std::make_shared<bool>(false);
  command.flag("--markdown", *as_markdown, "As a page of the documentation, which is how they are printed anyway");
  command.flag("--openapi", *as_openapi, "As the OpenAPI document that the server has at /openapi.json");
  command.when_named([&invocation, as_markdown, as_openapi] {
    invocation.run = [as_markdown, as_openapi](const LocalInvocation&) {
      fmt::print("{}", *as_openapi ? api::openapi_page() : api::routes_markdown());
      return cli::kOk;
    };
  });
}

}  // namespace

void add_references(cli::Command& program, LocalInvocation& invocation, const cli::CommandLine& line) {
  add_page(program, invocation, "options", "Print an options file with every option and its default", &options_file,
           &options_markdown);
  add_routes(program, invocation);
  add_page(program, invocation, "search-language", "Print what a query over packages may say",
           &package_query::search_markdown, &package_query::search_markdown);
  add_page(program, invocation, "first-crate", "Print the lines from a new server to a first crate",
           &setup::first_crate_markdown, &setup::first_crate_markdown);
  add_completion(program, invocation, line);
  add_man(program, invocation, line);
}

}  // namespace entrepot::app
