#include <fmt/format.h>

#include "setup/sections.h"

namespace entrepot::setup {
namespace {

std::string exports(const std::vector<Variable>& variables) {
  std::string lines;
  for (const Variable& variable : variables) {
    lines += export_line(variable) + "\n";
  }
  return lines;
}

std::string file_text(const Plan& plan) {
  if (plan.is_token_in_url) {
    return "Add to the configuration of cargo in your home. The URL holds the token, so this is no file to share.";
  }
  return "Add to the configuration of cargo in your home, where it holds for every project and for cargo install. A "
         "team "
         "can keep the same lines in .cargo/config.toml of a project: nothing in them is secret.";
}

}  // namespace

Section configure_section(const Plan& plan) {
  Section section{.id = "configure", .title = "Tell cargo where the registry is", .intro = {}, .steps = {}};
  section.intro = fmt::format("Cargo calls it {} from here on.", plan.registry);
  if (plan.selection.store == Store::environment) {
    section.steps.push_back(
        {.text = "In the shell in which cargo runs:", .language = "shell", .code = exports(plan.place_variables())});
  } else {
    section.steps.push_back(
        {.text = file_text(plan), .file = "~/.cargo/config.toml", .language = "toml", .code = registry_table(plan)});
  }
  return section;
}

}  // namespace entrepot::setup
