#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct Arguments {
  bool verbose = false;
};

std::string details(const json::object& user, const json::object& server, const Session& session) {
  std::string text;
  const auto line = [&text](std::string_view name, std::string_view value) {
    text += fmt::format("{:<9} {}\n", name, value);
  };
  line("user", cell(user, "slug"));
  line("name", cell(user, "name"));
  line("email", cell(user, "email"));
  line("server", fmt::format("{} (version {})", session.client.url(), cell(server, "version")));
  line("profile", session.settings.profile);
  line("key from", session.settings.key_source);
  return text;
}

Result<void> whoami(Session& session, const Arguments& arguments) {
  if (session.settings.api_key.empty()) {
    session.output.failure_answer(json::object{{"authenticated", false}, {"slug", nullptr}});
    return invalid(fmt::format("You are nobody to {}: no API key is set. {}Log in: entrepot login",
                               session.client.url(), session.settings.hint.empty() ? "" : session.settings.hint + " "));
  }
  TRY_ASSIGN(const json::value self, session.client.call(Verb::get, "/user/self/"));
  const json::object user = self.is_object() ? self.get_object() : json::object{};
  if (!arguments.verbose) {
    session.output.answer(self, fmt::format("{} at {}", cell(user, "slug"), session.client.url()));
    return {};
  }
  TRY_ASSIGN(const json::value status, session.client.call(Verb::get, "/status/check/basic/"));
  const json::object server = status.is_object() ? status.get_object() : json::object{};
  json::object all = user;
  all["server"] = json::object{{"url", session.client.url()},
                               {"version", server.contains("version") ? server.at("version") : json::value()}};
  all["profile"] = session.settings.profile;
  all["key_source"] = session.settings.key_source;
  session.output.answer(all, details(user, server, session));
  return {};
}

}  // namespace

void add_whoami(Command& program, Invocation& invocation) {
  const auto arguments = std::make_shared<Arguments>();
  Command command =
      add_command(program, invocation, "whoami", "Say whose API key this is", &whoami, arguments, kClientHeading);
  command.flag("-v,--verbose", arguments->verbose, "Also which server and profile, and where the key comes from");
  command.footer("Exit code 1 when there is no key at all, 4 when the server does not know it.");
}

}  // namespace entrepot::cli
