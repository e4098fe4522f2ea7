#include "cli/arguments.h"

#include "base/units.h"

namespace entrepot::cli {

RepositoryName split_repository(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

CLI::Validator repository_validator() {
  return CLI::Validator(
      [](const std::string& text) -> std::string {
        const RepositoryName name = split_repository(text);
        const bool plain = name.repository.find('/') == std::string::npos;
        if (!name.owner.empty() && !name.repository.empty() && plain) return {};
        return "`" + text + "` is not a repository: write NAMESPACE/REPO, for example acme/tools";
      },
      "");
}

CLI::Validator expiry_validator() {
  return CLI::Validator(
      [](const std::string& text) -> std::string {
        if (parse_duration(text).has_value() || from_rfc3339(text).has_value()) return {};
        return "`" + text + "` is neither a span such as 90d or 12h nor a time such as 2027-01-31T00:00:00Z";
      },
      "");
}

Timestamp expiry_time(std::string_view text, Timestamp now) {
  if (const auto span = parse_duration(text)) return now + std::chrono::duration_cast<Seconds>(*span);
  return from_rfc3339(text).value_or(now);
}

void add_client_flags(CLI::App& command, Invocation& invocation) {
  command.add_flag("--json", invocation.json, "Print the server's JSON instead of text");
  command.add_option("--url", invocation.url, "The server; also ENTREPOT_URL [http://127.0.0.1:8088]")
      ->type_name("URL");
  command
      .add_option("--api-key-file", invocation.api_key_file,
                  "A file that holds the API key, instead of ENTREPOT_API_KEY")
      ->type_name("FILE");
}

}  // namespace entrepot::cli
