#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"
#include "cli/entitlement_limits.h"
#include "cli/standard_input.h"

namespace entrepot::cli {
namespace {

struct CreateArguments {
  std::string repository;
  std::string name;
  std::string token;
  bool token_stdin = false;
  boost::json::object limits;
};

struct UpdateArguments {
  std::string repository;
  std::string identifier;
  std::string name;
  boost::json::object limits;
};

struct SyncArguments {
  std::string target;
  std::string source;
};

struct ListArguments {
  std::string repository;
  bool show_tokens = false;
};

struct EntitlementArguments {
  std::string repository;
  std::string identifier;
};

std::string entitlements_path(std::string_view repository) {
  const RepositoryName name = split_repository(repository);
  return path({"entitlements", name.owner, name.repository});
}

std::string entitlement_path(const EntitlementArguments& arguments, std::initializer_list<std::string_view> rest = {}) {
  const RepositoryName name = split_repository(arguments.repository);
  std::string whole = path({"entitlements", name.owner, name.repository, arguments.identifier});
  for (const std::string_view part : rest) whole += std::string(part) + "/";
  return whole;
}

/// Where the token goes when a client can send no header.
std::string describe(const Session& session, std::string_view repository, const boost::json::value& entitlement) {
  const boost::json::object object = entitlement.is_object() ? entitlement.get_object() : boost::json::object{};
  const std::string token = cell(object, "token");
  return fmt::format("{}: {}\n\nIt reads {}: as cargo's token, or in the path: sparse+{}/{}/{}/cargo/",
                     cell(object, "name"), token, repository, session.client.url(), token, repository);
}

Result<void> create_entitlement(Session& session, const CreateArguments& arguments) {
  boost::json::object body = arguments.limits;
  body["name"] = arguments.name;
  if (!arguments.token.empty()) body["token"] = arguments.token;
  if (arguments.token_stdin) {
    TRY_ASSIGN(const std::string token, read_secret_line("token"));
    body["token"] = token;
  }
  TRY_ASSIGN(const boost::json::value created,
             session.client.call(Verb::post, entitlements_path(arguments.repository), body));
  session.output.answer(created, describe(session, arguments.repository, created));
  return {};
}

Result<void> list_entitlements(Session& session, const ListArguments& arguments) {
  TRY_ASSIGN(
      const boost::json::array entitlements,
      session.client.list(entitlements_path(arguments.repository), arguments.show_tokens ? "show_tokens=true" : ""));
  session.output.list(entitlements,
                      {{"ID", "slug_perm"},
                       {"NAME", "name"},
                       {"TOKEN", "token"},
                       {"DEFAULT", "default"},
                       {"ACTIVE", "is_active"},
                       {"USAGE", "usage"},
                       {"CREATED", "created_at"}},
                      "The repository has no entitlements.");
  return {};
}

Result<void> refresh_entitlement(Session& session, const EntitlementArguments& arguments) {
  TRY_ASSIGN(const boost::json::value refreshed,
             session.client.call(Verb::post, entitlement_path(arguments, {"refresh"})));
  session.output.answer(refreshed, describe(session, arguments.repository, refreshed));
  return {};
}

Result<void> delete_entitlement(Session& session, const EntitlementArguments& arguments) {
  TRY_ASSIGN(const boost::json::value nothing, session.client.call(Verb::delete_, entitlement_path(arguments)));
  session.output.answer(nothing, fmt::format("Deleted the entitlement {}.", arguments.identifier));
  return {};
}

Result<void> update_entitlement(Session& session, const UpdateArguments& arguments) {
  boost::json::object body = arguments.limits;
  if (!arguments.name.empty()) body["name"] = arguments.name;
  TRY_ASSIGN(const boost::json::value updated,
             session.client.call(Verb::patch, entitlement_path({arguments.repository, arguments.identifier}), body));
  const boost::json::object object = updated.is_object() ? updated.get_object() : boost::json::object{};
  session.output.answer(updated, fmt::format("{}: {}.", cell(object, "name"), cell(object, "usage")));
  return {};
}

/// A change that is named by the end of the path and answers nothing.
Result<void> post_change(Session& session, const EntitlementArguments& arguments, std::string_view verb,
                         std::string_view done) {
  TRY_ASSIGN(const boost::json::value nothing, session.client.call(Verb::post, entitlement_path(arguments, {verb})));
  session.output.answer(nothing, fmt::format("{} the entitlement {}.", done, arguments.identifier));
  return {};
}
Result<void> enable_entitlement(Session& session, const EntitlementArguments& arguments) {
  return post_change(session, arguments, "enable", "Enabled");
}
Result<void> disable_entitlement(Session& session, const EntitlementArguments& arguments) {
  return post_change(session, arguments, "disable", "Disabled");
}
Result<void> reset_entitlement(Session& session, const EntitlementArguments& arguments) {
  return post_change(session, arguments, "reset", "Reset what was counted of");
}

Result<void> sync_entitlements(Session& session, const SyncArguments& arguments) {
  TRY_ASSIGN(const boost::json::value synced,
             session.client.call(Verb::post, entitlements_path(arguments.target) + "sync/",
                                 boost::json::object{{"source", arguments.source}}));
  session.output.answer(synced, fmt::format("{} has the tokens of {} now.", arguments.target, arguments.source));
  return {};
}

void add_update_command(Command& group, Invocation& invocation, std::string name, std::string help) {
  const auto arguments = std::make_shared<UpdateArguments>();
  Command command = add_command(group, invocation, std::move(name), std::move(help), &update_entitlement, arguments);
  add_repository(command, arguments->repository);
  command.positional("ID", arguments->identifier, "As `entitlements list` shows it");
  command.option("--name", "TEXT", arguments->name, "Who reads with it");
  add_limit_flags(command, arguments->limits);
}

void add_entitlement_command(Command& group, Invocation& invocation, std::string name, std::string help,
                             Result<void> (*run)(Session&, const EntitlementArguments&)) {
  const auto arguments = std::make_shared<EntitlementArguments>();
  Command command = add_command(group, invocation, std::move(name), std::move(help), run, arguments);
  add_repository(command, arguments->repository);
  command.positional("ID", arguments->identifier, "As `entitlements list` shows it");
}

}  // namespace

void add_entitlements(Command& program, Invocation& invocation) {
  Command group = program.add("entitlements", "Tokens that only read one repository", std::string(kClientHeading));

  const auto creation = std::make_shared<CreateArguments>();
  Command create = add_command(group, invocation, "create", "Create a token", &create_entitlement, creation);
  add_repository(create, creation->repository);
  create.option("--name", "TEXT", creation->name, "Who reads with it", Need::required);
  create.option("--token", "TOKEN", creation->token,
                "This token instead of a random one (others on this machine may see it)");
  create.flag("--token-stdin", creation->token_stdin, "Read the token from standard input");
  create.exclude("--token-stdin", "--token");
  add_limit_flags(create, creation->limits);
  create.footer("Example: entrepot entitlements create acme/tools --name 'build machines'");

  const auto listing = std::make_shared<ListArguments>();
  Command list = add_command(group, invocation, "list", "List a repository's tokens", &list_entitlements, listing);
  add_repository(list, listing->repository);
  list.flag("--show-tokens", listing->show_tokens, "Show the tokens themselves");

  add_update_command(group, invocation, "update", "Change a token's name or limits");
  add_update_command(group, invocation, "restrict", "The same as update");
  add_entitlement_command(group, invocation, "enable", "Let a disabled token work again", &enable_entitlement);
  add_entitlement_command(group, invocation, "disable", "Make a token useless until it is enabled",
                          &disable_entitlement);
  add_entitlement_command(group, invocation, "reset", "What was counted of its limits counts no more",
                          &reset_entitlement);
  add_entitlement_command(group, invocation, "refresh", "Replace a token by a new one; the old works no more",
                          &refresh_entitlement);

  const auto syncing = std::make_shared<SyncArguments>();
  Command sync = add_command(group, invocation, "sync", "Replace all tokens of a repository by those of another one",
                             &sync_entitlements, syncing);
  add_repository(sync, syncing->target);
  sync.positional("SOURCE", syncing->source, "The other repository of the same namespace, by its name alone");
  add_entitlement_command(group, invocation, "delete", "Delete a token (not the default one)", &delete_entitlement);
}

}  // namespace entrepot::cli
