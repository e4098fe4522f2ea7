#include "cli/commands.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "base/file.h"
#include "base/try.h"

namespace entrepot::cli {
namespace {

constexpr std::string_view kDefaultUrl = "http://127.0.0.1:8088";
constexpr std::uint64_t kLongestKeyFile = 4096;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string trimmed(std::string text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!text.empty() && is_space(text.back())) text.pop_back();
  return text;
}

Result<std::string> find_api_key(const Invocation& invocation) {
  const std::string file =
      invocation.api_key_file.empty() ? variable("ENTREPOT_API_KEY_FILE") : invocation.api_key_file;
  std::string key = trimmed(variable("ENTREPOT_API_KEY"));
  if (!invocation.api_key_file.empty() || (key.empty() && !file.empty())) {
    Result<std::string> text = read_file(file, kLongestKeyFile);
    if (!text.has_value())
      return invalid(fmt::format("The API key file {} cannot be read: {}", file, text.error().message));
    key = trimmed(std::move(*text));
  }
  if (key.empty()) {
    return invalid("Which API key? Set ENTREPOT_API_KEY, or name a file that holds it with --api-key-file.");
  }
  return key;
}

Result<ClientSettings> find_settings(const Invocation& invocation) {
  ClientSettings settings;
  settings.url = invocation.url.empty() ? variable("ENTREPOT_URL") : invocation.url;
  if (settings.url.empty()) settings.url = kDefaultUrl;
  while (settings.url.ends_with('/')) settings.url.pop_back();
  TRY_ASSIGN(settings.api_key, find_api_key(invocation));
  return settings;
}

}  // namespace

void add_client_commands(Command& program, Invocation& invocation) {
  add_whoami(program, invocation);
  add_users(program, invocation);
  add_orgs(program, invocation);
  add_repos(program, invocation);
  add_keys(program, invocation);
  add_entitlements(program, invocation);
  add_push(program, invocation);
  add_packages(program, invocation);
  add_tags(program, invocation);
}

int run_client_command(const Invocation& invocation) {
  Result<ClientSettings> settings = find_settings(invocation);
  if (!settings.has_value()) {
    fmt::print(stderr, "entrepot: {}\n", settings.error().message);
    return kUsage;
  }
  Session session{Client(std::move(*settings)), Output(invocation.json ? OutputForm::json : OutputForm::human)};
  const Result<void> done = invocation.run(session);
  if (done.has_value()) return kOk;
  fmt::print(stderr, "entrepot: {}\n", done.error().message);
  return kFailed;
}

}  // namespace entrepot::cli
