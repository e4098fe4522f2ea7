#include <fmt/format.h>

#include "setup/sections.h"

namespace entrepot::setup {
namespace {

Step manifest_step(std::string text, std::string code) {
  return {.text = std::move(text), .file = "Cargo.toml", .language = "toml", .code = std::move(code)};
}

Step shell_step(std::string text, std::string code) {
  return {.text = std::move(text), .language = "shell", .code = std::move(code)};
}

/// By hand a line of a shell, in a build the whole file.
void add_command(const Plan& plan, Section& section, std::string text, std::string line, Job job) {
  if (!is_automatic(plan.selection.store)) {
    section.steps.push_back(shell_step(std::move(text), line + "\n"));
    return;
  }
  job.lines.push_back(std::move(line));
  for (Step& step : automatic_steps(plan, job)) section.steps.push_back(std::move(step));
}

Section depend(const Plan& plan) {
  Section section{.id = "depend", .title = "Depend on a crate", .intro = {}, .steps = {}};
  section.intro = "A dependency names the registry; all others come from crates.io as before.";
  if (plan.knows_cargo_add() && !is_automatic(plan.selection.store)) {
    section.steps.push_back(
        shell_step("In the folder of your project:", add_line(plan, plan.crate + "@" + plan.version) + "\n"));
  }
  section.steps.push_back(manifest_step(
      section.steps.empty() ? "In the manifest of your project:" : "Or by hand, in the manifest of your project:",
      "[dependencies]\n" + dependency_line(plan)));
  add_command(plan, section, "Then build:", "cargo build", {.name = "build", .lines = {}});
  return section;
}

Section install(const Plan& plan) {
  Section section{.id = "install", .title = "Install a program", .intro = {}, .steps = {}};
  section.intro = "For crates with a program in them. It goes into ~/.cargo/bin.";
  const std::string version = plan.has_version ? fmt::format(" --version {}", plan.version) : "";
  add_command(plan, section,
              "Anywhere:", fmt::format("cargo install {}{} --registry {}", plan.crate, version, plan.registry),
              {.name = "install", .lines = {}});
  return section;
}

Section publish(const Plan& plan) {
  Section section{.id = "publish", .title = "Publish a crate", .intro = {}, .steps = {}};
  section.intro = "What is published is there for everybody as soon as cargo has finished.";
  section.steps.push_back(manifest_step(
      "Optional: so that the crate is never published elsewhere by mistake, in its manifest. A description and a "
      "license must stand there too.",
      fmt::format("[package]\npublish = [\"{}\"]\n", plan.registry)));
  add_command(plan, section, "In the folder of the crate:", publish_line(plan),
              {.name = "publish", .lines = {}, .publishes = true});
  return section;
}

Section mirror(const Plan& plan) {
  Section section{.id = "mirror", .title = "Replace crates.io", .intro = {}, .steps = {}};
  section.intro =
      "Every dependency that names no registry then comes from here, so the repository must hold all of them, with the "
      "bytes that crates.io has. This server fetches nothing from crates.io by itself.";
  Step source{.text = "In the project that shall build from here alone (in your home it would hold for all of them):",
              .file = ".cargo/config.toml",
              .language = "toml",
              .code = source_table(plan)};
  if (has_secret_source(plan)) {
    source.file = "~/.cargo/config.toml";
    source.text = "In your home, because the URL holds the token. It holds for all of your projects there.";
  }
  section.steps.push_back(std::move(source));
  add_command(plan, section, "Then build:", "cargo build", {.name = "build", .lines = {}});
  return section;
}

}  // namespace

Section task_section(const Plan& plan, Task task) {
  switch (task) {
    case Task::depend:
      return depend(plan);
    case Task::install:
      return install(plan);
    case Task::publish:
      return publish(plan);
    case Task::mirror:
      return mirror(plan);
    case Task::upload:
      break;
  }
  return upload_section(plan);
}

}  // namespace entrepot::setup
