#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"
#include "cli/standard_input.h"

namespace entrepot::cli {
namespace {

struct Nothing {};

struct CreateArguments {
  std::string name;
  std::string email;
  bool admin = false;
  bool password_stdin = false;
};

struct NameArgument {
  std::string name;
};

Result<void> create_user(Session& session, const CreateArguments& arguments) {
  boost::json::object body{{"slug", arguments.name}, {"is_admin", arguments.admin}};
  if (!arguments.email.empty()) body["email"] = arguments.email;
  if (arguments.password_stdin) {
    TRY_ASSIGN(const std::string password, read_secret_line("password"));
    body["password"] = password;
  }
  TRY_ASSIGN(const boost::json::value user, session.client.call(Verb::post, "/users/", body));
  session.output.answer(
      user,
      fmt::format("Created the user {0}. Give them a key: entrepot keys create --user {0} --name NAME --scope admin",
                  arguments.name));
  return {};
}

struct PasswordArguments {
  std::string name;
  bool password_stdin = false;
  bool current_stdin = false;
};

Result<void> set_password(Session& session, const PasswordArguments& arguments) {
  boost::json::object body;
  if (arguments.current_stdin) {
    TRY_ASSIGN(const std::string current, read_secret_line("present password"));
    body["current_password"] = current;
  }
  TRY_ASSIGN(const std::string password, read_secret_line("new password"));
  body["password"] = password;
  TRY_ASSIGN(const boost::json::value user,
             session.client.call(Verb::post, path({"users", arguments.name, "password"}), body));
  session.output.answer(user, fmt::format("Set the password of {}; their API keys stay as they are.", arguments.name));
  return {};
}

Result<void> list_users(Session& session, const Nothing&) {
  TRY_ASSIGN(const boost::json::array users, session.client.list("/users/"));
  session.output.list(users,
                      {{"NAME", "slug"},
                       {"EMAIL", "email"},
                       {"ADMIN", "is_admin"},
                       {"ACTIVE", "is_active"},
                       {"CREATED", "created_at", Show::time}},
                      "There are no users.");
  return {};
}

Result<void> disable_user(Session& session, const NameArgument& arguments) {
  TRY_ASSIGN(const boost::json::value user,
             session.client.call(Verb::post, path({"users", arguments.name, "disable"})));
  session.output.answer(user, fmt::format("Disabled {}: their password and keys work no more.", arguments.name));
  return {};
}

Result<void> enable_user(Session& session, const NameArgument& arguments) {
  TRY_ASSIGN(const boost::json::value user, session.client.call(Verb::post, path({"users", arguments.name, "enable"})));
  session.output.answer(user, fmt::format("Enabled {} again.", arguments.name));
  return {};
}

}  // namespace

void add_users(Command& program, Invocation& invocation) {
  Command group =
      program.add("users", "Create, list, disable and enable users; set passwords", std::string(kClientHeading));

  const auto creation = std::make_shared<CreateArguments>();
  Command create = add_command(group, invocation, "create", "Create a user", &create_user, creation);
  create.positional("NAME", creation->name, "The user's name, also their own namespace");
  create.option("--email", "ADDRESS", creation->email, "Where mail for them goes");
  create.flag("--admin", creation->admin, "Let them administer the whole server");
  create.flag("--password-stdin", creation->password_stdin,
              "Read a password from standard input; without one they use API keys only");
  create.footer("Example: entrepot users create alice --email alice@example.org");

  add_command(group, invocation, "list", "List the users", &list_users, std::make_shared<Nothing>());

  const auto disabled = std::make_shared<NameArgument>();
  add_command(group, invocation, "disable", "Make a user's password and keys useless at once", &disable_user, disabled)
      .positional("NAME", disabled->name, "The user");
  const auto enabled = std::make_shared<NameArgument>();
  add_command(group, invocation, "enable", "Undo disable", &enable_user, enabled)
      .positional("NAME", enabled->name, "The user");

  const auto change = std::make_shared<PasswordArguments>();
  Command password = add_command(group, invocation, "password", "Set a password", &set_password, change);
  password.positional("NAME", change->name, "The user");
  password.choice("Password",
                  {{"--password-stdin", change->password_stdin, "Read the new password from standard input"}},
                  Need::required);
  password.flag("--current-password-stdin", change->current_stdin,
                "First read the present one, a line of its own: needed for one's own password");
  password.footer("A server admin sets anybody's without the present one.");
}

}  // namespace entrepot::cli
