#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"
#include "cli/standard_input.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct LoginArguments {
  std::string user;
  std::string scope = "admin";
  std::string expires;
  bool api_key_stdin = false;
  bool password_stdin = false;
};

struct LogoutArguments {
  bool keep_key = false;
};

json::object object_of(const json::value& value) {
  return value.is_object() ? value.get_object() : json::object();
}

std::string machine_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string("a machine");
}

Result<std::string> find_url(const Settings& settings) {
  if (settings.has_url) return settings.url;
  if (!can_ask()) return invalid("Which server? Name it with --url.");
  TRY_ASSIGN(std::string url, ask("URL of the server", kDefaultUrl));
  return check_url(std::move(url));
}

/// A new key of the user, who shows who they are by their password.
Result<Login> create_login(Session& session, const std::string& url, const std::string& user,
                           const LoginArguments& arguments) {
  TRY_ASSIGN(const std::string password, read_secret_line("password"));
  session.client = Client({.url = url, .password = user + ":" + password});
  json::object body{{"name", fmt::format("entrepot login on {}", machine_name())}, {"scope", arguments.scope}};
  if (!arguments.expires.empty()) body["expires_at"] = to_rfc3339(expiry_time(arguments.expires, SystemClock().now()));
  const auto created = session.client.call(Verb::post, "/keys/", body);
  if (!created && created.error().code == ErrorCode::unauthenticated) {
    return fail(ErrorCode::unauthenticated, "The server does not know this user with this password.");
  }
  TRY(created);
  const json::object key = object_of(*created);
  return Login{.url = url, .user = user, .api_key = cell(key, "key"), .key_id = cell(key, "slug_perm")};
}

Result<Login> obtain_login(Session& session, const std::string& url, const LoginArguments& arguments) {
  if (arguments.api_key_stdin) {
    TRY_ASSIGN(std::string key, read_secret_line("API key"));
    return Login{.url = url, .api_key = std::move(key)};
  }
  std::string user = arguments.user;
  if (user.empty() && can_ask()) {
    TRY_ASSIGN(user, ask("User name (leave it empty to paste an API key)", ""));
    if (user.empty()) {
      TRY_ASSIGN(std::string key, read_secret_line("API key"));
      return Login{.url = url, .api_key = std::move(key)};
    }
  }
  if (user.empty() || (!can_ask() && !arguments.password_stdin)) {
    return invalid(
        "Nobody can be asked, because standard input is no terminal. Write an API key to it with --api-key-stdin, or a "
        "password with --user NAME --password-stdin.");
  }
  return create_login(session, url, user, arguments);
}

Result<void> revoke(const Login& login) {
  Client client({.url = login.url, .api_key = login.api_key});
  TRY(client.call(Verb::delete_, path({"keys", login.key_id})));
  return {};
}

/// Keeps the login under the profile's name; the key that `login` made before for the same name is of no use any more.
Result<void> keep(const Settings& settings, const Login& login) {
  Login before;
  TRY(change_logins(settings.credentials_file,
                    [&](Logins& logins) { before = std::exchange(logins[settings.profile], login); }));
  if (before.key_id.empty() || before.api_key == login.api_key) return {};
  if (!revoke(before)) fmt::print(stderr, "The key {} of before could not be revoked.\n", before.key_id);
  return {};
}

Result<void> log_in(Session& session, const LoginArguments& arguments) {
  const Settings& settings = session.settings;
  if (settings.credentials_file.empty()) {
    return invalid("There is no folder to keep the key in: set HOME or XDG_CONFIG_HOME.");
  }
  TRY_ASSIGN(const std::string url, find_url(settings));
  if (is_exposed(url)) fmt::print(stderr, "Beware: {} is not https, so the key travels for everybody to read.\n", url);
  TRY_ASSIGN(Login login, obtain_login(session, url, arguments));
  session.client = Client({.url = url, .api_key = login.api_key});
  const auto self = session.client.call(Verb::get, "/user/self/");
  if (!self && self.error().code == ErrorCode::unauthenticated) {
    return fail(ErrorCode::unauthenticated, "The server does not know this API key. Nothing was stored.");
  }
  TRY(self);
  login.user = cell(object_of(*self), "slug");
  TRY(keep(settings, login));
  const bool is_default = settings.profile == kDefaultProfile;
  session.output.answer(json::object{{"url", url},
                                     {"user", login.user},
                                     {"profile", settings.profile},
                                     {"credentials_file", settings.credentials_file.string()}},
                        fmt::format("Logged in to {} as {}; the key is in {}.\nTry: entrepot{} repos list", url,
                                    login.user, settings.credentials_file.string(),
                                    is_default ? std::string() : fmt::format(" --profile {}", settings.profile)));
  return {};
}

Result<void> log_out(Session& session, const LogoutArguments& arguments) {
  const Settings& settings = session.settings;
  TRY_ASSIGN(const Logins logins, load_logins(settings.credentials_file));
  if (!logins.contains(settings.profile)) {
    session.output.answer(json::object{{"profile", settings.profile}, {"logged_out", false}, {"key_revoked", false}},
                          fmt::format("The profile {} was not logged in.", settings.profile));
    return {};
  }
  Login login;
  TRY(change_logins(settings.credentials_file, [&](Logins& all) {
    login = std::exchange(all[settings.profile], Login{});  // of now, should there be a newer one
    all.erase(settings.profile);
  }));
  bool is_revoked = false;
  if (!login.key_id.empty() && !arguments.keep_key) {
    const auto revoked = revoke(login);
    is_revoked = revoked.has_value();
    if (!revoked) fmt::print(stderr, "The key could not be revoked: {}\n", revoked.error().message);
  }
  session.output.answer(json::object{{"profile", settings.profile}, {"logged_out", true}, {"key_revoked", is_revoked}},
                        fmt::format("Logged out of {}; the key is forgotten here{}.", login.url,
                                    is_revoked ? " and works no more" : ", but still works"));
  return {};
}

}  // namespace

void add_login(Command& program, Invocation& invocation) {
  const auto login = std::make_shared<LoginArguments>();
  Command in =
      program.add("login", "Log in to a server, and keep the key for later commands", std::string(kClientHeading));
  in.option("--user", "NAME", login->user, "Log in by password: an API key of one's own is made for this machine");
  in.choice("From a pipe",
            {{"--api-key-stdin", login->api_key_stdin, "Read the API key from standard input"},
             {"--password-stdin", login->password_stdin, "Read the password of --user from standard input"}},
            Need::optional);
  in.exclude("--user", "--api-key-stdin");
  in.word("--scope", login->scope, {"read", "publish", "admin"}, "What the key made by --user may do [admin]");
  in.option("--expires", "WHEN", login->expires, "When the key made by --user ends: 90d, or a time [never]",
            Need::optional, &check_expiry);
  in.footer(
      "Asks for what is not said. The key is checked with the server first, then stored with mode 0600 in\n"
      "credentials.toml under $XDG_CONFIG_HOME/entrepot (~/.config/entrepot), under the name of the profile.\n"
      "Examples:\n"
      "  entrepot login --url https://crates.example.org\n"
      "  entrepot login --profile ci --url https://crates.example.org --api-key-stdin < key.txt");
  add_client_flags(in, invocation);
  in.when_named([&invocation, login] {
    invocation.makes_profile = true;
    invocation.run = [login](Session& session) { return log_in(session, *login); };
  });

  const auto logout = std::make_shared<LogoutArguments>();
  Command out =
      program.add("logout", "Forget the key of a profile; revoke it if login made it", std::string(kClientHeading));
  out.flag("--keep-key", logout->keep_key, "Do not revoke it");
  add_client_flags(out, invocation);
  out.when_named([&invocation, logout] {
    invocation.makes_profile = true;
    invocation.run = [logout](Session& session) { return log_out(session, *logout); };
  });
}

}  // namespace entrepot::cli
