#include "setup/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "setup/fitting.h"
#include "setup/registry_name.h"
#include "setup/shell_word.h"

namespace entrepot::setup {
namespace {

constexpr auto kSecrets = std::to_array<std::string_view>({"user", "password", "api_key", "entitlement_token"});

std::string index_url(const Place& place, const Selection& selection) {
  const std::string_view access = is_token_in_url(place, selection) ? kToken : place.is_public ? "public" : "basic";
  const bool is_git = selection.protocol == Protocol::git;
  return fmt::format("{}{}/{}/{}/{}/cargo/{}", is_git ? "" : "sparse+", place.public_url, access, place.namespace_slug,
                     place.repository_slug, is_git ? "index.git" : "");
}

/// Build metadata says nothing in a requirement, and cargo warns of it.
std::string requirement(std::string_view version) {
  return std::string(version.substr(0, version.find('+')));
}

}  // namespace

std::vector<std::string_view> secrets_in(std::string_view text) {
  std::vector<std::string_view> found;
  for (const std::string_view secret : kSecrets) {
    if (text.find(fmt::format("{{{{{}}}}}", secret)) != std::string_view::npos) found.push_back(secret);
  }
  return found;
}

bool Plan::has(Task task) const {
  return std::ranges::find(tasks, task) != tasks.end();
}

std::string Plan::origin() const {
  const std::size_t host = place.public_url.find("://") + 3;
  return place.public_url.substr(0, place.public_url.find('/', host));
}

std::string_view Plan::header_secret() const {
  return selection.credential == Credential::entitlement ? kToken : kApiKey;
}

std::vector<Variable> Plan::place_variables() const {
  std::vector<Variable> variables{{prefix + "INDEX", index}};
  if (needs_provider) variables.push_back({prefix + "CREDENTIAL_PROVIDER", "cargo:token"});
  if (needs_git_login) variables.push_back({"CARGO_NET_GIT_FETCH_WITH_CLI", "true"});
  return variables;
}

Plan make_plan(const Question& question, const Selection& selection, std::vector<Task> tasks) {
  Plan plan{.place = question.place, .selection = selection, .tasks = std::move(tasks)};
  plan.registry = question.registry.empty()
                      ? default_registry_name(question.place.namespace_slug, question.place.repository_slug)
                      : question.registry;
  plan.prefix = variable_prefix(plan.registry);
  plan.index = index_url(question.place, selection);
  plan.crate = !question.crate.empty() ? question.crate : question.newest_crate;
  if (plan.crate.empty()) plan.crate = "my-crate";
  plan.has_version = !question.version.empty();
  plan.version = requirement(plan.has_version ? question.version : question.newest_version);
  if (plan.version.empty()) plan.version = "0.1.0";
  plan.user = question.user.empty() ? "{{user}}" : question.user;
  plan.is_token_in_url = is_token_in_url(question.place, selection);
  plan.sends_header = selection.credential != Credential::none &&
                      !(plan.is_token_in_url && selection.credential == Credential::entitlement);
  plan.needs_provider = plan.sends_header && selection.cargo == CargoRange::from_1_74;
  plan.needs_git_login = plan.is_git() && !question.place.is_public && !plan.is_token_in_url;
  return plan;
}

std::string export_line(const Variable& variable) {
  return fmt::format("export {}={}", variable.name, shell_word(variable.value));
}

std::string token_line(const Plan& plan, std::string_view secret) {
  return fmt::format("export {}TOKEN=\"Token {}\"", plan.prefix, secret);
}

std::string publish_line(const Plan& plan) {
  return fmt::format("cargo publish --registry {}", plan.registry);
}

std::string add_line(const Plan& plan, std::string_view crate) {
  return fmt::format("cargo add {} --registry {}", crate, plan.registry);
}

std::string registry_table(const Plan& plan) {
  std::string table = fmt::format("[registries.{}]\nindex = \"{}\"\n", plan.registry, plan.index);
  if (plan.needs_provider) table += "credential-provider = \"cargo:token\"\n";
  if (plan.needs_git_login) table += "\n[net]\ngit-fetch-with-cli = true\n";
  return table;
}

bool has_secret_source(const Plan& plan) {
  return plan.selection.cargo == CargoRange::older && plan.is_token_in_url;
}

std::string source_table(const Plan& plan) {
  std::string table = fmt::format("[source.crates-io]\nreplace-with = \"{}\"\n", plan.registry);
  // Cargo takes the name of a registry here since 1.66 (RFC 3289).
  if (plan.selection.cargo == CargoRange::older) {
    table += fmt::format("\n[source.{}]\nregistry = \"{}\"\n", plan.registry, plan.index);
  }
  return table;
}

std::string dependency_line(const Plan& plan) {
  return fmt::format("{} = {{ version = \"{}\", registry = \"{}\" }}\n", plan.crate, plan.version, plan.registry);
}

}  // namespace entrepot::setup
