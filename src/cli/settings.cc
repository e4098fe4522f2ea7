#include "cli/settings.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <cstdlib>

#include "base/encoding.h"
#include "base/file.h"
#include "base/try.h"
#include "cli/commands.h"

namespace entrepot::cli {
namespace {

constexpr std::uint64_t kLongestKeyFile = 4096;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::string(trimmed(value)) : std::string();
}

struct Key {
  std::string secret{};
  std::string source{};
};

Result<Key> key_in(const std::string& file, std::string source) {
  const Result<std::string> text = read_file(file, kLongestKeyFile);
  if (!text) return invalid(fmt::format("The API key file {} cannot be read: {}", file, text.error().message));
  std::string key(trimmed(*text));
  if (key.empty()) return invalid(fmt::format("The API key file {} is empty.", file));
  return Key{std::move(key), std::move(source)};
}

Result<Key> key_of_variables() {
  if (std::string key = variable("ENTREPOT_API_KEY"); !key.empty()) return Key{std::move(key), "ENTREPOT_API_KEY"};
  const std::string file = variable("ENTREPOT_API_KEY_FILE");
  return file.empty() ? Key{} : key_in(file, fmt::format("ENTREPOT_API_KEY_FILE ({})", file));
}

/// The profile's key, if it is for the server that is meant.
Key key_of_profile(Settings& settings, const Login* login) {
  if (login == nullptr || login->api_key.empty()) return Key{};
  if (login->url == settings.url)
    return Key{login->api_key,
               fmt::format("the profile {} in {}", settings.profile, settings.credentials_file.string())};
  settings.hint = fmt::format("The key of the profile {} is for {} and stays there.", settings.profile, login->url);
  return Key{};
}

/// The variables' key, unless --profile names another server than the variables do.
Key key_for_profile(Settings& settings, Key of_variables, const std::string& variable_url) {
  if (of_variables.secret.empty() || variable_url.empty()) return of_variables;
  const auto meant = check_url(variable_url);
  if (meant && *meant == settings.url) return of_variables;
  // Not the URL itself where it is none: then it could hold anything.
  settings.hint += fmt::format("{}The key of {} is for {} and stays there.", settings.hint.empty() ? "" : " ",
                               of_variables.source, meant ? *meant : "the server of ENTREPOT_URL");
  return Key{};
}

}  // namespace

Result<std::string> check_url(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  const std::size_t scheme = text.starts_with("http://") ? 7 : text.starts_with("https://") ? 8 : std::string::npos;
  const bool is_url =
      scheme != std::string::npos && text.size() > scheme && text.find_first_of(" \t\r\n?#\"\\") == std::string::npos;
  if (!is_url)
    return invalid(fmt::format("`{}` is no URL of a server: write https://HOST, with its port and path.", text));
  if (text.find('@', scheme) < text.find('/', scheme)) {
    return invalid("The URL of the server must not hold a user or a password: use `entrepot login`.");
  }
  return text;
}

bool is_exposed(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return false;
  url.remove_prefix(kScheme.size());
  const std::string_view authority = url.substr(0, url.find('/'));
  const std::size_t port = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  const std::string host = to_lower(authority.substr(0, port));
  if (host == "localhost" || host == "[::1]") return false;
  in_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) != 1 || (ntohl(address.s_addr) >> 24U) != IN_LOOPBACKNET;
}

Result<Settings> find_settings(const Invocation& invocation) {
  Settings settings;
  const bool names_profile = !invocation.profile.empty();
  const std::string variable_url = variable("ENTREPOT_URL");
  const std::filesystem::path folder = config_folder();
  Profiles profiles;
  if (!folder.empty()) {
    TRY_ASSIGN(profiles, load_profiles(folder / "config.toml"));
  }
  settings.profile = names_profile ? invocation.profile : variable("ENTREPOT_PROFILE");
  const bool is_named = !settings.profile.empty();
  if (!is_named) settings.profile = profiles.default_profile;
  const auto written = profiles.named.find(settings.profile);
  const Profile profile = written != profiles.named.end() ? written->second : Profile{};
  settings.credentials_file = !profile.credentials_file.empty() ? std::filesystem::path(profile.credentials_file)
                              : folder.empty()                  ? folder
                                                                : folder / "credentials.toml";

  TRY_ASSIGN(Key key, invocation.api_key_file.empty() ? Result<Key>(Key{})
                                                      : key_in(invocation.api_key_file, invocation.api_key_file));
  Key of_variables;
  if (key.secret.empty()) {
    TRY_ASSIGN(of_variables, key_of_variables());
  }

  // The file of keys is looked at only when something of it may be needed: a script with variables needs no home.
  const bool has_all = !names_profile && !of_variables.secret.empty() && !variable_url.empty();
  const Login* login = nullptr;
  Logins logins;
  if (!has_all && !settings.credentials_file.empty()) {
    TRY_ASSIGN(logins, load_logins(settings.credentials_file));
    if (const auto found = logins.find(settings.profile); found != logins.end()) login = &found->second;
  }
  if (is_named && login == nullptr && written == profiles.named.end() && !invocation.makes_profile && !has_all) {
    return invalid(fmt::format("There is no profile `{0}`. Log in: entrepot login --profile {0}", settings.profile));
  }

  const std::string profile_url = !profile.url.empty() ? profile.url : login != nullptr ? login->url : std::string();
  std::string url = invocation.url;
  if (url.empty() && names_profile) url = profile_url;
  if (url.empty()) url = variable_url;
  if (url.empty()) url = profile_url;
  settings.has_url = !url.empty();
  if (settings.has_url) {
    TRY_ASSIGN(settings.url, check_url(url));
  }

  if (key.secret.empty() && names_profile) {
    key = key_of_profile(settings, login);
    if (key.secret.empty()) key = key_for_profile(settings, std::move(of_variables), variable_url);
  } else if (key.secret.empty()) {
    key = !of_variables.secret.empty() ? std::move(of_variables) : key_of_profile(settings, login);
  }
  settings.api_key = std::move(key.secret);
  settings.key_source = std::move(key.source);
  return settings;
}

}  // namespace entrepot::cli
