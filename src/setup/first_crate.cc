#include "setup/first_crate.h"

#include <fmt/format.h>

#include "setup/sections.h"
#include "setup/shell_word.h"

namespace entrepot::setup {
namespace {

constexpr std::string_view kRepository = "crates";

/// What the set-up page of the repository says for variables.
Plan plan_of(const NewServer& server) {
  return make_plan({.place = {.public_url = server.public_url,
                              .namespace_slug = server.user,
                              .repository_slug = std::string(kRepository),
                              .is_public = false},
                    .crate = "hello-entrepot"},
                   {.store = Store::environment}, {Task::publish, Task::depend});
}

std::vector<std::string> tell_cargo(const NewServer& server, const Plan& plan) {
  std::vector<std::string> lines{
      fmt::format("{} repos create {} --private", shell_word(server.program), plan.full_name())};
  for (const Variable& variable : plan.place_variables()) lines.push_back(export_line(variable));
  lines.push_back(token_line(plan, "$ENTREPOT_API_KEY"));
  return lines;
}

}  // namespace

std::vector<FirstStep> first_crate(const NewServer& server) {
  const Plan plan = plan_of(server);
  return {
      {.text = {},
       .lines = {fmt::format("export ENTREPOT_URL={}", shell_word(server.public_url)),
                 fmt::format("export ENTREPOT_API_KEY={}", server.api_key)}},
      {.text =
           "Create a private repository, and tell cargo about it (for this shell; for good, and for everything else: " +
           fmt::format("{} setup {}):", shell_word(server.program), plan.full_name()),
       .lines = tell_cargo(server, plan)},
      {.text = "Publish a first crate:",
       .lines = {fmt::format("cargo new --vcs none --lib {}", plan.crate),
                 fmt::format(
                     R"(sed -i '/^\[package\]/a description = "A first crate"\nlicense = "MIT"\npublish = ["{}"]' )"
                     "{}/Cargo.toml",
                     plan.registry, plan.crate),
                 publish_line(plan) + fmt::format(" --manifest-path {}/Cargo.toml", plan.crate)}},
      {.text = "Use it in another project:",
       .lines = {"cargo new --vcs none use-hello", add_line(plan, plan.crate) + " --manifest-path use-hello/Cargo.toml",
                 "cargo run --manifest-path use-hello/Cargo.toml"}},
  };
}

std::string first_crate_markdown() {
  std::string text =
      "What the first start prints, in short (the key is yours; `entrepot` is "
      "`build/release/entrepot`):\n\n```console\n";
  for (const FirstStep& step : first_crate(
           {.program = "entrepot", .public_url = "http://127.0.0.1:8088", .user = "admin", .api_key = "ent_…"})) {
    for (const std::string& line : step.lines) text += fmt::format("$ {}\n", line);
  }
  return text +
         "```\n\n`entrepot setup admin/crates` prints what else there is for this repository: files of cargo instead "
         "of "
         "variables, other credentials,\nCI services, older cargo, crates.io replaced, and what to do about errors.\n";
}

}  // namespace entrepot::setup
