#include <fmt/format.h>

#include "api/application.h"
#include "api/openapi.h"
#include "app/command_line.h"
#include "cli/commands.h"
#include "package_query/reference.h"

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

void add_references(cli::Command& program, LocalInvocation& invocation) {
  add_page(program, invocation, "options", "Print an options file with every option and its default", &options_file,
           &options_markdown);
  add_routes(program, invocation);
  add_page(program, invocation, "search-language", "Print what a query over packages may say",
           &package_query::search_markdown, &package_query::search_markdown);
}

}  // namespace entrepot::app
