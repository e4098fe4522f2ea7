#include "cli/arguments.h"

#include "base/parse_time.h"
#include "base/units.h"

namespace entrepot::cli {

RepositoryName split_repository(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))};
}

std::string check_repository(const std::string& text) {
  const RepositoryName name = split_repository(text);
  const bool plain = name.repository.find('/') == std::string::npos;
  if (!name.owner.empty() && !name.repository.empty() && plain) return {};
  return "`" + text + "` is not a repository: write NAMESPACE/REPO, for example acme/tools";
}

std::string check_expiry(const std::string& text) {
  if (parse_duration(text).has_value() || parse_time(text).has_value()) return {};
  return "`" + text + "` is neither a span such as 90d or 12h nor a time such as 2027-01-31T00:00:00Z";
}

Timestamp expiry_time(std::string_view text, Timestamp now) {
  if (const auto span = parse_duration(text)) return now + std::chrono::duration_cast<Seconds>(*span);
  return parse_time(text).value_or(now);
}

void add_repository(Command& command, std::string& target) {
  command.positional("NAMESPACE/REPO", target, "The repository", Need::required, &check_repository);
}

void add_client_flags(Command& command, Invocation& invocation) {
  const Command::Heading heading(command, std::string(kCommonHeading));
  command.word("-F,--format", invocation.format, {"table", "json", "pretty_json"},
               "How to answer: for people, or one JSON document [table]");
  command.flag("--json", invocation.json, "The same as --format json");
  command.exclude("--json", "--format");
  command.option("-P,--profile", "NAME", invocation.profile,
                 "The profile whose server and key are used; also ENTREPOT_PROFILE", Need::optional,
                 &check_profile_name);
  command.option("--url", "URL", invocation.url, "The server; also ENTREPOT_URL [http://127.0.0.1:8088]");
  command.option("--api-key-file", "FILE", invocation.api_key_file,
                 "A file that holds the API key; also ENTREPOT_API_KEY_FILE, or the key itself in ENTREPOT_API_KEY");
}

}  // namespace entrepot::cli
