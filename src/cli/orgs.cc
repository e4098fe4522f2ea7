#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace {

struct Nothing {};

struct CreateArguments {
  std::string slug;
  std::string name;
};

struct OrgArgument {
  std::string org;
};

struct MemberArguments {
  std::string org;
  std::string user;
  std::string role = "Member";
};

const std::vector<std::string> kRoles = {"Owner", "Manager", "Member", "Collaborator"};

Result<void> create_org(Session& session, const CreateArguments& arguments) {
  const std::string& name = arguments.name.empty() ? arguments.slug : arguments.name;
  TRY_ASSIGN(const boost::json::value org,
             session.client.call(Verb::post, "/orgs/", {{"slug", arguments.slug}, {"name", name}}));
  session.output.answer(
      org, fmt::format("Created the organisation {0}. Add people: entrepot orgs members add {0} USER", arguments.slug));
  return {};
}

Result<void> list_orgs(Session& session, const Nothing&) {
  TRY_ASSIGN(const boost::json::array orgs, session.client.list("/orgs/"));
  session.output.list(orgs, {{"ORGANISATION", "slug"}, {"NAME", "name"}, {"CREATED", "created_at", Show::time}},
                      "You are in no organisation.");
  return {};
}

Result<void> list_members(Session& session, const OrgArgument& arguments) {
  TRY_ASSIGN(const boost::json::array members, session.client.list(path({"orgs", arguments.org, "members"})));
  session.output.list(members,
                      {{"USER", "user"}, {"ROLE", "role"}, {"EMAIL", "email"}, {"JOINED", "joined_at", Show::time}},
                      "The organisation has no members.");
  return {};
}

Result<void> add_member(Session& session, const MemberArguments& arguments) {
  TRY_ASSIGN(const boost::json::value member,
             session.client.call(Verb::post, path({"orgs", arguments.org, "members"}),
                                 {{"user", arguments.user}, {"role", arguments.role}}));
  session.output.answer(member, fmt::format("{} is now {} of {}.", arguments.user, arguments.role, arguments.org));
  return {};
}

Result<void> update_member(Session& session, const MemberArguments& arguments) {
  TRY_ASSIGN(const boost::json::value member,
             session.client.call(Verb::patch, path({"orgs", arguments.org, "members", arguments.user}),
                                 {{"role", arguments.role}}));
  session.output.answer(member, fmt::format("{} is now {} of {}.", arguments.user, arguments.role, arguments.org));
  return {};
}

Result<void> remove_member(Session& session, const MemberArguments& arguments) {
  TRY_ASSIGN(const boost::json::value nothing,
             session.client.call(Verb::delete_, path({"orgs", arguments.org, "members", arguments.user})));
  session.output.answer(nothing, fmt::format("{} is no longer a member of {}.", arguments.user, arguments.org));
  return {};
}

enum class RoleFlag : std::uint8_t { none, optional, required };

void add_member_command(Command& group, Invocation& invocation, std::string name, std::string help,
                        Result<void> (*run)(Session&, const MemberArguments&), RoleFlag role_flag) {
  const auto arguments = std::make_shared<MemberArguments>();
  Command command = add_command(group, invocation, std::move(name), std::move(help), run, arguments);
  command.positional("ORG", arguments->org, "The organisation");
  command.positional("USER", arguments->user, "The user");
  if (role_flag == RoleFlag::none) return;
  command.word("--role", arguments->role, kRoles,
               role_flag == RoleFlag::required ? "Their new role" : "Their role [Member]",
               role_flag == RoleFlag::required ? Need::required : Need::optional);
}

}  // namespace

void add_orgs(Command& program, Invocation& invocation) {
  Command group =
      program.add("orgs", "Create and list organisations and manage their members", std::string(kClientHeading));

  const auto creation = std::make_shared<CreateArguments>();
  Command create =
      add_command(group, invocation, "create", "Create an organisation; you become its Owner", &create_org, creation);
  create.positional("NAME", creation->slug, "Its name in URLs");
  create.option("--name", "TEXT", creation->name, "Its name for people");
  create.footer("Example: entrepot orgs create acme --name 'ACME Corporation'");

  add_command(group, invocation, "list", "List your organisations; a server admin sees all", &list_orgs,
              std::make_shared<Nothing>());

  Command members = group.add("members", "List, add, update and remove members");
  const auto listed = std::make_shared<OrgArgument>();
  add_command(members, invocation, "list", "List the members", &list_members, listed)
      .positional("ORG", listed->org, "The organisation");
  add_member_command(members, invocation, "add", "Add a member", &add_member, RoleFlag::optional);
  add_member_command(members, invocation, "update", "Change a member's role", &update_member, RoleFlag::required);
  add_member_command(members, invocation, "remove", "Remove a member", &remove_member, RoleFlag::none);
}

}  // namespace entrepot::cli
