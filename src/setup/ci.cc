#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/replace_all.h"
#include "setup/sections.h"

namespace entrepot::setup {
namespace {

/// A secret as builds know it: by a variable.
struct Secret {
  std::string_view placeholder;
  std::string_view variable;
  std::string_view what;
};
constexpr auto kSecrets = std::to_array<Secret>({
    {kApiKey, "ENTREPOT_API_KEY", "the API key"},
    {kToken, "ENTREPOT_TOKEN", "the entitlement token"},
});

std::string with_variables(std::string text) {
  for (const Secret& secret : kSecrets) {
    text = replace_all(std::move(text), secret.placeholder, fmt::format("${}", secret.variable));
  }
  return text;
}

/// A job that only reads gets nothing that it does not need for that.
bool needs_header(const Plan& plan, bool publishes) {
  return plan.sends_header && (publishes || (!plan.place.is_public && !plan.is_token_in_url));
}

std::vector<Secret> secrets_of(const Plan& plan, bool publishes) {
  std::vector<Secret> used;
  for (const Secret& secret : kSecrets) {
    const bool is_in_header = needs_header(plan, publishes) && plan.header_secret() == secret.placeholder;
    if (is_in_header || (plan.is_token_in_url && secret.placeholder == kToken)) used.push_back(secret);
  }
  return used;
}

/// What every service gets: variables without secrets, and lines that make the others of the secrets. Only a shell
/// puts them together, because each service has rules of its own for `$` in its files.
struct Build {
  std::vector<Variable> variables;
  std::vector<std::string> lines;
  std::vector<Secret> secrets;
};

Build build_of(const Plan& plan, const Job& job) {
  Build build{.variables = {}, .lines = {}, .secrets = secrets_of(plan, job.publishes)};
  Plan reached = plan;
  reached.needs_provider = plan.needs_provider && needs_header(plan, job.publishes);
  for (const Variable& variable : reached.place_variables()) {
    if (with_variables(variable.value) == variable.value) {
      build.variables.push_back(variable);
    } else {
      build.lines.push_back(fmt::format("export {}=\"{}\"", variable.name, with_variables(variable.value)));
    }
  }
  build.variables.insert(build.variables.end(), job.variables.begin(), job.variables.end());
  const std::string secret = with_variables(std::string(plan.header_secret()));
  if (needs_header(plan, job.publishes)) build.lines.push_back(token_line(plan, secret));
  if (plan.needs_git_login) {
    build.lines.push_back(fmt::format(
        "git config --global credential.{}.helper '!f() {{ echo username=token; echo \"password={}\"; }}; f'",
        plan.origin(), secret));
  }
  build.lines.insert(build.lines.end(), job.lines.begin(), job.lines.end());
  return build;
}

std::string block(const std::vector<std::string>& lines, std::string_view indent) {
  std::string text;
  for (const std::string& line : lines) text += fmt::format("{}{}\n", indent, line);
  return text;
}

std::string github(const Build& build, const Job& job) {
  std::string text = fmt::format("name: {}\n", job.name);
  text += job.publishes ? "on:\n  push:\n    tags: ['v*']\n" : "on: [push, pull_request]\n";
  text += fmt::format("jobs:\n  {}:\n    runs-on: ubuntu-latest\n    env:\n", job.name);
  for (const Variable& variable : build.variables) text += fmt::format("      {}: {}\n", variable.name, variable.value);
  for (const Secret& secret : build.secrets) {
    text += fmt::format("      {0}: ${{{{ secrets.{0} }}}}\n", secret.variable);
  }
  return text + "    steps:\n      - uses: actions/checkout@v4\n      - run: |\n" + block(build.lines, "          ");
}

std::string gitlab(const Build& build, const Job& job) {
  std::string text = fmt::format("{}:\n  image: rust:1\n", job.name);
  if (job.publishes) text += "  rules:\n    - if: $CI_COMMIT_TAG\n";
  if (!build.variables.empty()) text += "  variables:\n";
  for (const Variable& variable : build.variables) {
    text += fmt::format("    {}: \"{}\"\n", variable.name, variable.value);
  }
  return text + "  script:\n    - |\n" + block(build.lines, "      ");
}

std::string jenkins_credential(const Secret& secret) {
  std::string name = to_lower(secret.variable);
  std::ranges::replace(name, '_', '-');
  return name;
}

std::string jenkins(const Build& build, const Job& job) {
  std::string text = "pipeline {\n  agent any\n  environment {\n";
  for (const Variable& variable : build.variables) {
    text += fmt::format("    {} = '{}'\n", variable.name, variable.value);
  }
  for (const Secret& secret : build.secrets) {
    text += fmt::format("    {} = credentials('{}')\n", secret.variable, jenkins_credential(secret));
  }
  text += fmt::format("  }}\n  stages {{\n    stage('{}') {{\n", job.name);
  if (job.publishes) text += "      when { buildingTag() }\n";
  return text + "      steps {\n        sh '''\n" + block(build.lines, "          ") +
         "        '''\n      }\n    }\n  }\n}\n";
}

std::string docker(const Build& build) {
  std::string text = "# syntax=docker/dockerfile:1\nFROM rust:1\nWORKDIR /build\nCOPY . .\n";
  for (const Variable& variable : build.variables) text += fmt::format("ENV {}={}\n", variable.name, variable.value);
  text += "RUN ";
  for (const Secret& secret : build.secrets) text += fmt::format("--mount=type=secret,id={} ", secret.variable);
  if (!build.secrets.empty()) text += "\\\n    ";
  for (const Secret& secret : build.secrets) {
    text += fmt::format("export {0}=\"$(cat /run/secrets/{0})\" && \\\n    ", secret.variable);
  }
  for (std::size_t at = 0; at < build.lines.size(); ++at) {
    text += build.lines[at] + (at + 1 < build.lines.size() ? " && \\\n    " : "\n");
  }
  return text;
}

std::string image_build_line(const Build& build) {
  std::string line = "docker build";
  for (const Secret& secret : build.secrets) line += fmt::format(" --secret id={0},env={0}", secret.variable);
  return line + " .\n";
}

std::string where_to_keep(Store store, const Secret& secret) {
  switch (store) {
    case Store::github:
      return fmt::format("Settings, Secrets and variables, Actions, New repository secret: {}, with this value",
                         secret.variable);
    case Store::gitlab:
      return fmt::format("Settings, CI/CD, Variables, Add variable: {}, masked and not expanded, with this value",
                         secret.variable);
    case Store::jenkins:
      return fmt::format("Manage Jenkins, Credentials, Add: a secret text with the ID {}, with this value",
                         jenkins_credential(secret));
    default:
      return {};
  }
}

}  // namespace

std::vector<Step> automatic_steps(const Plan& plan, const Job& job) {
  const Build build = build_of(plan, job);
  switch (plan.selection.store) {
    case Store::github:
      return {{.text = "A workflow of its own:",
               .file = fmt::format(".github/workflows/{}.yml", job.name),
               .language = "yaml",
               .code = github(build, job)}};
    case Store::gitlab:
      return {
          {.text = "A job of the pipeline:", .file = ".gitlab-ci.yml", .language = "yaml", .code = gitlab(build, job)}};
    case Store::jenkins:
      return {{.text = "A pipeline, or a stage of yours:",
               .file = "Jenkinsfile",
               .language = "groovy",
               .code = jenkins(build, job)}};
    default:
      return {
          {.text = "The image that builds it:", .file = "Dockerfile", .language = "dockerfile", .code = docker(build)},
          {.text = "In its folder:", .language = "shell", .code = image_build_line(build)}};
  }
}

std::vector<Step> automatic_secrets(const Plan& plan) {
  std::vector<Step> steps;
  const bool publishes = plan.has(Task::publish) || plan.has(Task::upload);
  for (const Secret& secret : secrets_of(plan, publishes)) {
    if (plan.selection.store == Store::docker) {
      steps.push_back({.text = fmt::format("In the shell that builds the image, {}:", secret.what),
                       .language = "shell",
                       .code = fmt::format("export {}='{}'\n", secret.variable, secret.placeholder)});
    } else {
      steps.push_back({.text = where_to_keep(plan.selection.store, secret) + ":",
                       .language = "text",
                       .code = std::string(secret.placeholder) + "\n"});
    }
  }
  return steps;
}

}  // namespace entrepot::setup
