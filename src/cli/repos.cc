#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/nearest.h"
#include "base/try.h"
#include "cli/arguments.h"
#include "cli/privileges.h"
#include "cli/standard_input.h"
#include "setup/registry_name.h"

namespace entrepot::cli {
namespace {

struct RepositoryArguments {
  std::string repository;
  bool is_public = false;
  bool is_private = false;
  std::string name;
  std::string description;
  std::string default_privilege;
  std::vector<std::string> publish_rules;
  std::vector<std::string> settings;
};

/// What the server heeds; it would pass over a name that it does not know.
constexpr std::array<std::string_view, 14> kSettings{"copy_packages",
                                                     "copy_own",
                                                     "move_packages",
                                                     "move_own",
                                                     "delete_packages",
                                                     "delete_own",
                                                     "replace_packages",
                                                     "replace_packages_by_default",
                                                     "resync_packages",
                                                     "resync_own",
                                                     "manage_entitlements_privilege",
                                                     "view_statistics",
                                                     "tag_pre_releases_as_latest",
                                                     "use_default_cargo_upstream"};

struct ListArguments {
  std::string owner;
};

struct DeleteArguments {
  std::string repository;
  bool yes = false;
};

std::string repository_path(std::string_view repository) {
  const RepositoryName name = split_repository(repository);
  return path({"repos", name.owner, name.repository});
}

/// "max_features=600" is a number, "require_license=false" a boolean, the rest text, as in JSON.
boost::json::object to_object(const std::vector<std::string>& assignments) {
  boost::json::object values;
  for (const std::string& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    const std::string text = assignment.substr(equals + 1);
    boost::json::error_code problem;
    boost::json::value value = boost::json::parse(text, problem);
    values[assignment.substr(0, equals)] = problem ? boost::json::value(text) : value;
  }
  return values;
}

boost::json::object to_body(const RepositoryArguments& arguments) {
  boost::json::object body = to_object(arguments.settings);
  if (arguments.is_public) body["repository_type_str"] = "Public";
  if (arguments.is_private) body["repository_type_str"] = "Private";
  if (!arguments.name.empty()) body["name"] = arguments.name;
  if (!arguments.description.empty()) body["description"] = arguments.description;
  if (!arguments.default_privilege.empty()) body["default_privilege"] = arguments.default_privilege;
  if (!arguments.publish_rules.empty()) body["publish_rules"] = to_object(arguments.publish_rules);
  return body;
}

Result<void> create_repository(Session& session, const RepositoryArguments& arguments) {
  const RepositoryName name = split_repository(arguments.repository);
  boost::json::object body = to_body(arguments);
  body["slug"] = name.repository;
  if (!body.contains("name")) body["name"] = name.repository;
  TRY_ASSIGN(const boost::json::value created, session.client.call(Verb::post, path({"repos", name.owner}), body));
  const boost::json::object repository = created.is_object() ? created.get_object() : boost::json::object{};
  std::string sentence = fmt::format(
      "Created {0}. All that cargo needs to know: entrepot setup {0}\n"
      "In short, for .cargo/config.toml, and then `cargo login --registry {1}`:\n\n"
      "[registries.{1}]\n"
      "index = \"{2}\"",
      arguments.repository, setup::default_registry_name(name.owner, name.repository),
      cell(repository, "cargo_index_url"));
  // Cargo refuses registries that want a token for reading unless somebody has said who provides it.
  if (arguments.is_private) sentence += "\ncredential-provider = \"cargo:token\"";
  session.output.answer(created, sentence);
  return {};
}

Result<void> list_repositories(Session& session, const ListArguments& arguments) {
  TRY_ASSIGN(const boost::json::array repositories,
             session.client.list(arguments.owner.empty() ? path({"repos"}) : path({"repos", arguments.owner})));
  session.output.list(repositories,
                      {{"NAMESPACE", "namespace"},
                       {"REPOSITORY", "slug"},
                       {"TYPE", "repository_type_str"},
                       {"CRATES", "package_group_count"},
                       {"DESCRIPTION", "description"}},
                      "There are no repositories that you may see.");
  return {};
}

constexpr std::array<Column, 8> kDescription = {{{"name", "name"},
                                                 {"description", "description"},
                                                 {"members may", "default_privilege"},
                                                 {"crates", "package_group_count"},
                                                 {"versions", "package_count"},
                                                 {"downloads", "num_downloads"},
                                                 {"size", "size_str"},
                                                 {"created", "created_at"}}};

std::string describe(const boost::json::value& repository) {
  const boost::json::object object = repository.is_object() ? repository.get_object() : boost::json::object{};
  std::string text =
      fmt::format("{}/{} ({})\n", cell(object, "namespace"), cell(object, "slug"), cell(object, "repository_type_str"));
  for (const Column& line : kDescription) text += fmt::format("  {:18} {}\n", line.heading, cell(object, line.key));
  text += "  settings\n";
  for (const std::string_view key : kSettings) text += fmt::format("    {:29} {}\n", key, cell(object, key));
  const boost::json::value* rules = object.if_contains("publish_rules");
  if (rules == nullptr || !rules->is_object()) return text;
  text += "  publish rules\n";
  for (const auto& rule : rules->get_object())
    text += fmt::format("    {:29} {}\n", std::string_view(rule.key()), cell(rule.value()));
  return text;
}

Result<void> get_repository(Session& session, const RepositoryArguments& arguments) {
  TRY_ASSIGN(const boost::json::value repository,
             session.client.call(Verb::get, repository_path(arguments.repository)));
  session.output.answer(repository, describe(repository));
  return {};
}

Result<void> update_repository(Session& session, const RepositoryArguments& arguments) {
  TRY_ASSIGN(const boost::json::value repository,
             session.client.call(Verb::patch, repository_path(arguments.repository), to_body(arguments)));
  session.output.answer(repository, "Updated.\n" + describe(repository));
  return {};
}

Result<void> delete_repository(Session& session, const DeleteArguments& arguments) {
  if (!arguments.yes) {
    TRY_ASSIGN(const bool agreed,
               confirm(fmt::format("Delete {} with every crate in it? This cannot be undone.", arguments.repository)));
    if (!agreed) return invalid("Nothing was deleted.");
  }
  TRY_ASSIGN(const boost::json::value nothing,
             session.client.call(Verb::delete_, repository_path(arguments.repository)));
  session.output.answer(nothing, fmt::format("Deleted {}.", arguments.repository));
  return {};
}

std::string check_assignment(const std::string& text) {
  const std::size_t equals = text.find('=');
  return equals == std::string::npos || equals == 0 ? "`" + text + "` is not KEY=VALUE" : std::string();
}

std::string check_setting(const std::string& text) {
  if (std::string wrong = check_assignment(text); !wrong.empty()) return wrong;
  const std::string key = text.substr(0, text.find('='));
  if (std::ranges::find(kSettings, key) != kSettings.end()) return {};
  return "there is no setting `" + key + "`." + did_you_mean(key, kSettings);
}

/// What `create` and `update` share. `type` says whether --public or --private must be there.
void add_settings(Command& command, RepositoryArguments& arguments, Need type) {
  add_repository(command, arguments.repository);
  command.choice("Who may read",
                 {{"--public", arguments.is_public, "Anybody reads"},
                  {"--private", arguments.is_private, "Only members and entitlement tokens read"}},
                 type);
  command.option("--name", "TEXT", arguments.name, "Its name for people");
  command.option("--description", "TEXT", arguments.description, "What it is for");
  command.word("--default-privilege", arguments.default_privilege, {"None", "Read", "Write", "Admin"},
               "What members of the organisation may [Read]; Owners and Managers have Admin");
  command.option("--publish-rule", "KEY=VALUE", arguments.publish_rules,
                 "A rule of publishing, as `repos get` shows them; may be repeated", &check_assignment);
  command.option("--setting", "KEY=VALUE", arguments.settings,
                 "Who may do what with packages and tokens, as `repos get` shows it; may be repeated", &check_setting);
}

}  // namespace

void add_repos(Command& program, Invocation& invocation) {
  Command group = program.add("repos", "Create, list, change and delete repositories", std::string(kClientHeading));

  const auto creation = std::make_shared<RepositoryArguments>();
  Command create = add_command(group, invocation, "create", "Create a repository", &create_repository, creation);
  add_settings(create, *creation, Need::required);
  create.footer("Example: entrepot repos create acme/tools --private --description 'What we build with'");

  const auto listing = std::make_shared<ListArguments>();
  add_command(group, invocation, "list", "List repositories, of one namespace or all that you see", &list_repositories,
              listing)
      .positional("NAMESPACE", listing->owner, "A user or an organisation", Need::optional);

  const auto shown = std::make_shared<RepositoryArguments>();
  Command get = add_command(group, invocation, "get", "Show a repository", &get_repository, shown);
  add_repository(get, shown->repository);

  const auto change = std::make_shared<RepositoryArguments>();
  Command update =
      add_command(group, invocation, "update", "Change a repository's settings", &update_repository, change);
  add_settings(update, *change, Need::optional);
  update.need_one_of(
      {"--public", "--private", "--name", "--description", "--default-privilege", "--publish-rule", "--setting"});
  update.footer(
      "Example: entrepot repos update acme/tools --publish-rule max_features=600 --publish-rule require_license=false");

  add_privileges(group, invocation);

  const auto deletion = std::make_shared<DeleteArguments>();
  Command remove = add_command(group, invocation, "delete", "Delete a repository with everything in it",
                               &delete_repository, deletion);
  add_repository(remove, deletion->repository);
  remove.flag("--yes", deletion->yes, "Do not ask");
}

}  // namespace entrepot::cli
