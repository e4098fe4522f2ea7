#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace {

struct Nothing {};

struct CreateArguments {
  std::string name;
  std::string scope = "publish";
  std::vector<std::string> repositories;
  std::vector<std::string> crates;
  std::string expires;
  std::string user;
};

struct RevokeArguments {
  std::string identifier;
};

boost::json::array to_json(const std::vector<std::string>& texts) {
  return boost::json::array(texts.begin(), texts.end());
}

Result<void> create_key(Session& session, const CreateArguments& arguments) {
  boost::json::object body{{"name", arguments.name}, {"scope", arguments.scope}};
  if (!arguments.repositories.empty()) body["repositories"] = to_json(arguments.repositories);
  if (!arguments.crates.empty()) body["crates"] = to_json(arguments.crates);
  if (!arguments.user.empty()) body["user"] = arguments.user;
  if (!arguments.expires.empty()) body["expires_at"] = to_rfc3339(expiry_time(arguments.expires, SystemClock().now()));
  TRY_ASSIGN(const boost::json::value created, session.client.call(Verb::post, "/keys/", body));
  const boost::json::object key = created.is_object() ? created.get_object() : boost::json::object{};
  session.output.answer(created,
                        fmt::format("{}\n\nThis is the only time the key is shown. Revoke it: entrepot keys revoke {}",
                                    cell(key, "key"), cell(key, "slug_perm")));
  return {};
}

Result<void> list_keys(Session& session, const Nothing&) {
  TRY_ASSIGN(const boost::json::array keys, session.client.list("/keys/"));
  session.output.list(keys,
                      {{"ID", "slug_perm"},
                       {"NAME", "name"},
                       {"USER", "user"},
                       {"SCOPE", "scope"},
                       {"REPOSITORIES", "repositories"},
                       {"CRATES", "crates"},
                       {"EXPIRES", "expires_at", Show::time},
                       {"LAST USED", "last_used_at", Show::time}},
                      "There are no keys.");
  return {};
}

Result<void> revoke_key(Session& session, const RevokeArguments& arguments) {
  TRY_ASSIGN(const boost::json::value nothing,
             session.client.call(Verb::delete_, path({"keys", arguments.identifier})));
  session.output.answer(nothing, fmt::format("Revoked {}; it works no more.", arguments.identifier));
  return {};
}

}  // namespace

void add_keys(Command& program, Invocation& invocation) {
  Command group = program.add("keys", "Create, list and revoke API keys", std::string(kClientHeading));

  const auto creation = std::make_shared<CreateArguments>();
  Command create =
      add_command(group, invocation, "create", "Create an API key; it is shown once", &create_key, creation);
  create.option("--name", "TEXT", creation->name, "What it is for, for example `ci of tools`", Need::required);
  create.word("--scope", creation->scope, {"read", "publish", "admin"}, "What it may do [publish]");
  create.option("--repository", "NAMESPACE/REPO", creation->repositories, "Only this repository; may be repeated",
                &check_repository);
  create.option("--crate", "PATTERN", creation->crates, "Only crates of that name (`tool`, `tool-*`); may be repeated");
  create.option("--expires", "WHEN", creation->expires, "A span such as 90d, or a time [never]", Need::optional,
                &check_expiry);
  create.option("--user", "NAME", creation->user, "For that user instead of yourself (server admins)");
  create.footer("Example: entrepot keys create --name ci --scope publish --repository acme/tools --expires 90d");

  add_command(group, invocation, "list", "List API keys", &list_keys, std::make_shared<Nothing>());

  const auto revocation = std::make_shared<RevokeArguments>();
  add_command(group, invocation, "revoke", "Make a key useless at once", &revoke_key, revocation)
      .positional("ID", revocation->identifier, "As `keys list` shows it");
}

}  // namespace entrepot::cli
