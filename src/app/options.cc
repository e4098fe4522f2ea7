#include "app/options.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/options_file.h"
#include "base/file.h"
#include "base/nearest.h"
#include "base/try.h"
#include "base/units.h"

namespace entrepot::app {
namespace {

constexpr std::uint64_t kLargestOptionsFile = 1024 * 1024;
constexpr std::string_view kEnvironmentPrefix = "ENTREPOT_";
// The client commands read these from the same environment; they configure no server.
constexpr std::array<std::string_view, 4> kClientVariables = {"ENTREPOT_URL", "ENTREPOT_API_KEY",
                                                              "ENTREPOT_API_KEY_FILE", "ENTREPOT_PROFILE"};

bool is_one_of(std::string_view words, std::string_view value) {
  while (!words.empty()) {
    const std::size_t end = words.find('|');
    if (words.substr(0, end) == value) return true;
    if (end == std::string_view::npos) return false;
    words.remove_prefix(end + 1);
  }
  return false;
}

std::optional<std::uint64_t> amount_of(OptionType type, std::string_view value) {
  switch (type) {
    case OptionType::number:
      return parse_number(value);
    case OptionType::bytes:
      return parse_bytes(value);
    case OptionType::duration:
      if (const auto duration = parse_duration(value)) return static_cast<std::uint64_t>(duration->count());
      return std::nullopt;
    case OptionType::text:
    case OptionType::word:
      return std::nullopt;
  }
  return std::nullopt;
}

std::unexpected<Error> bad_value(const OptionRow& row, std::string_view value, std::string_view source) {
  return invalid(
      fmt::format("`{}` is no value for the option `{}` ({}): it takes {}.", value, row.key, source, row.range));
}

struct Store {
  Options& options;
  std::string_view text;
  std::uint64_t amount;
  void operator()(std::string Options::* member) const { options.*member = text; }
  void operator()(std::uint64_t Options::* member) const { options.*member = amount; }
  void operator()(std::chrono::milliseconds Options::* member) const {
    options.*member = std::chrono::milliseconds(static_cast<std::int64_t>(amount));
  }
};

/// What Kubernetes puts into every container for a Service whose name begins with "entrepot": ENTREPOT_SERVICE_HOST,
/// ENTREPOT_SERVICE_PORT_HTTP, ENTREPOT_PORT=tcp://10.0.0.7:80, ENTREPOT_PORT_80_TCP_ADDR, and the same with more of
/// the name in the middle (Kubernetes, "Accessing the Service", environment variables).
bool is_of_kubernetes(std::string_view name, std::string_view value) {
  if (name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT")) return true;
  if (name.find("_SERVICE_PORT_") != std::string_view::npos) return true;
  const bool is_link = value.starts_with("tcp://") || value.starts_with("udp://") || value.starts_with("sctp://");
  if (name.ends_with("_PORT") && is_link) return true;
  const std::size_t port = name.find("_PORT_");
  return port != std::string_view::npos && name.find_first_of("0123456789", port) == port + 6;
}

std::vector<GivenOption> from_environment(const std::map<std::string, std::string>& environment) {
  std::vector<GivenOption> given;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kEnvironmentPrefix)) continue;
    if (std::ranges::find(kClientVariables, name) != kClientVariables.end()) continue;
    const auto row =
        std::ranges::find_if(option_table(), [&](const OptionRow& r) { return environment_name(r.key) == name; });
    const bool is_option = row != option_table().end();
    if (!is_option && is_of_kubernetes(name, value)) continue;
    given.push_back({is_option ? std::string(row->key) : name, value, name});
  }
  return given;
}

Result<void> set_all(Options& options, const std::vector<GivenOption>& given) {
  for (const GivenOption& one : given) {
    const OptionRow* row = find_option(one.key);
    if (row == nullptr) return unknown_option(one.key, one.source);
    TRY(set_option(options, *row, one.value, one.source));
  }
  return {};
}

Result<std::vector<GivenOption>> from_file(const std::string& path) {
  const Result<std::string> text = read_file(path, kLargestOptionsFile);
  if (!text.has_value()) {
    return invalid(fmt::format("The options file {} cannot be read: {}", path, text.error().message));
  }
  TRY_ASSIGN(std::vector<GivenOption> given, parse_options_file(*text, path));
  for (const GivenOption& one : given) {
    if (one.key == "config") return invalid(fmt::format("The options file {} must not name another.", path));
  }
  return given;
}

}  // namespace

const OptionRow* find_option(std::string_view key) {
  const auto row = std::ranges::find(option_table(), key, &OptionRow::key);
  return row != option_table().end() ? &*row : nullptr;
}

std::string environment_name(std::string_view key) {
  std::string name(kEnvironmentPrefix);
  for (const char c : key) name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

std::unexpected<Error> unknown_option(std::string_view key, std::string_view source) {
  // The nearest is named in the spelling of the place where the slip is.
  const bool in_environment = key.starts_with(kEnvironmentPrefix);
  std::vector<std::string> names;
  for (const OptionRow& row : option_table()) {
    names.push_back(in_environment ? environment_name(row.key) : std::string(row.key));
  }
  std::vector<std::string_view> candidates(names.begin(), names.end());
  if (in_environment) candidates.insert(candidates.end(), kClientVariables.begin(), kClientVariables.end());
  const std::string place = source == key ? std::string() : fmt::format(" ({})", source);
  return invalid(fmt::format("There is no option `{}`{}.{}", key, place, did_you_mean(key, candidates)));
}

Result<void> set_option(Options& options, const OptionRow& row, std::string_view value, std::string_view source) {
  std::uint64_t amount = 0;
  if (row.type == OptionType::word) {
    if (!is_one_of(row.words, value)) return bad_value(row, value, source);
  } else if (row.type != OptionType::text) {
    const std::optional<std::uint64_t> parsed = amount_of(row.type, value);
    if (!parsed.has_value() || *parsed < row.least || *parsed > row.most) return bad_value(row, value, source);
    amount = *parsed;
  }
  std::visit(Store{options, value, amount}, row.target);
  return {};
}

Result<Options> load_options(const std::vector<std::pair<std::string, std::string>>& flags,
                             const std::map<std::string, std::string>& environment) {
  Options options;
  for (const OptionRow& row : option_table()) TRY(set_option(options, row, row.default_value, "default"));

  const std::vector<GivenOption> variables = from_environment(environment);
  std::vector<GivenOption> given_flags;
  for (const auto& [key, value] : flags) given_flags.push_back({key, value, "--" + key});

  // The first pass finds the file's name (and every error outside it), the second lays flags and environment over the
  // file.
  TRY(set_all(options, variables));
  TRY(set_all(options, given_flags));
  if (options.config.empty()) return options;
  TRY_ASSIGN(const std::vector<GivenOption> file, from_file(options.config));
  TRY(set_all(options, file));
  TRY(set_all(options, variables));
  TRY(set_all(options, given_flags));
  return options;
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

std::string options_markdown() {
  std::string page =
      "# Options\n\n"
      "Made from the table in `src/app/option_table.cc` by `entrepot options --markdown`; a test keeps it so.\n\n"
      "Every option can be a flag of `entrepot serve` (`--key value`), a variable (`ENTREPOT_KEY`), or a line of the "
      "TOML\n"
      "file that `--config` names (`key = value`). A flag wins over a variable, a variable over the file, the file "
      "over the\n"
      "default. An unknown key anywhere is an error; only the variables that Kubernetes makes for a Service called\n"
      "`entrepot` (`ENTREPOT_PORT=tcp://…`, `ENTREPOT_SERVICE_HOST`) are passed over.\n\n"
      "Sizes are written `64 MiB` (or plain bytes), times `500ms`, `30s`, `5m`, `24h`, `7d`.\n";
  for (const OptionRow& row : option_table()) {
    page += fmt::format("\n## `{}`\n\n{}\n\n", row.key, row.help);
    page += fmt::format("- Takes: {}\n- Default: {}\n- Variable: `{}`\n", row.range,
                        row.default_value.empty() ? std::string("not set") : fmt::format("`{}`", row.default_value),
                        environment_name(row.key));
  }
  return page;
}

}  // namespace entrepot::app
