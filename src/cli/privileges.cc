#include "cli/privileges.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/encoding.h"
#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct ListArguments {
  std::string repository;
};
struct GrantArguments {
  std::string repository;
  std::string user;
  std::string privilege;
};

std::string privileges_path(std::string_view repository) {
  const RepositoryName name = split_repository(repository);
  return path({"repos", name.owner, name.repository, "privileges"});
}

/// All of them: `revoke` puts back what it does not take.
Result<json::array> read_privileges(Session& session, std::string_view repository) {
  return session.client.list_in("privileges", privileges_path(repository));
}

Result<void> list_privileges(Session& session, const ListArguments& arguments) {
  TRY_ASSIGN(const json::array rows, read_privileges(session, arguments.repository));
  session.output.list(rows, {{"USER", "user"}, {"PRIVILEGE", "privilege"}},
                      "Nobody has a privilege of their own here; `repos get` shows what members may.");
  return {};
}

Result<void> grant(Session& session, const GrantArguments& arguments) {
  const json::array one{json::object{{"user", arguments.user}, {"privilege", arguments.privilege}}};
  TRY(session.client.call(Verb::patch, privileges_path(arguments.repository), {{"privileges", one}}));
  session.output.answer(one[0],
                        fmt::format("{} has {} in {} now.", arguments.user, arguments.privilege, arguments.repository));
  return {};
}

/// The API only adds, or replaces all of them.
Result<void> revoke(Session& session, const GrantArguments& arguments) {
  TRY_ASSIGN(const json::array rows, read_privileges(session, arguments.repository));
  const std::string user = to_lower(arguments.user);  // names differ by more than case
  json::array kept;
  for (const json::value& row : rows) {
    const json::object* object = row.if_object();
    if (object == nullptr || to_lower(cell(*object, "user")) != user) kept.push_back(row);
  }
  if (kept.size() == rows.size()) {
    return fail(ErrorCode::not_found,
                fmt::format("{} has no privilege of their own in {}.", arguments.user, arguments.repository));
  }
  TRY(session.client.call(Verb::put, privileges_path(arguments.repository), {{"privileges", kept}}));
  session.output.answer(
      kept, fmt::format("{} has no privilege of their own in {} any more.", arguments.user, arguments.repository));
  return {};
}

}  // namespace

void add_privileges(Command& repos, Invocation& invocation) {
  Command group = repos.add("privileges", "What single users may in a repository");
  const auto listing = std::make_shared<ListArguments>();
  Command list = add_command(group, invocation, "list", "List them", &list_privileges, listing);
  add_repository(list, listing->repository);

  const auto grants = std::make_shared<GrantArguments>();
  Command set = add_command(group, invocation, "set", "Give a user a privilege; others keep theirs", &grant, grants);
  add_repository(set, grants->repository);
  set.positional("USER", grants->user, "The user");
  set.word("--privilege", grants->privilege, {"Read", "Write", "Admin"}, "What they may", Need::required);
  set.footer("Example: entrepot repos privileges set acme/tools alice --privilege Write");

  const auto removal = std::make_shared<GrantArguments>();
  Command remove = add_command(group, invocation, "remove", "Take a user's privilege away", &revoke, removal);
  add_repository(remove, removal->repository);
  remove.positional("USER", removal->user, "The user");
}

}  // namespace entrepot::cli
