#include <fmt/format.h>

#include "setup/sections.h"
#include "setup/shell_word.h"

namespace entrepot::setup {
namespace {

std::string push_line(const Plan& plan) {
  return fmt::format("entrepot push cargo {} target/package/*.crate", plan.full_name());
}

Step package_step() {
  return {.text = "A .crate file is what cargo packs, here of the crate in this folder:",
          .language = "shell",
          .code = "cargo package\n"};
}

void add_login(const Plan& plan, Section& section) {
  const std::string url = shell_word(plan.place.public_url);
  if (plan.has_password()) {
    section.steps.push_back(
        {.text = "Log in; a key of its own is made for this machine:",
         .language = "shell",
         .code = fmt::format("entrepot login --url {} --user '{}' --password-stdin\n", url, plan.user)});
    section.steps.push_back(
        {.text = "Paste this, and press Enter:", .language = "text", .code = std::string(kPassword) + "\n"});
    return;
  }
  section.steps.push_back({.text = "Log in; the key is checked and kept for this machine:",
                           .language = "shell",
                           .code = fmt::format("entrepot login --url {} --api-key-stdin\n", url)});
  section.steps.push_back(
      {.text = "Paste this, and press Enter:", .language = "text", .code = std::string(kApiKey) + "\n"});
}

}  // namespace

Section upload_section(const Plan& plan) {
  Section section{.id = "upload", .title = "Upload files", .intro = {}, .steps = {}};
  section.intro =
      "For .crate files that are there already, without cargo. `entrepot` is the program of this server; it sends many "
      "files in the order of their dependencies and goes on where it was interrupted.";
  if (is_automatic(plan.selection.store)) {
    section.steps = automatic_steps(plan, {.name = "upload",
                                           .lines = {"cargo package", push_line(plan)},
                                           .variables = {{"ENTREPOT_URL", plan.place.public_url}},
                                           .publishes = true});
    return section;
  }
  if (plan.selection.store == Store::environment && !plan.has_password()) {
    section.steps.push_back({.text = "In the shell in which it runs:",
                             .language = "shell",
                             .code = fmt::format("export ENTREPOT_URL={}\nexport ENTREPOT_API_KEY='{}'\n",
                                                 shell_word(plan.place.public_url), kApiKey)});
  } else {
    add_login(plan, section);
  }
  section.steps.push_back(package_step());
  section.steps.push_back({.text = "Then:", .language = "shell", .code = push_line(plan) + "\n"});
  return section;
}

}  // namespace entrepot::setup
