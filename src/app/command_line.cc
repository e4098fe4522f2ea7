#include "app/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/units.h"

namespace entrepot::app {
namespace {

std::string help_of(const OptionRow& row) {
  if (row.default_value.empty()) return std::string(row.help);
  return fmt::format("{} Takes {}. [{}]", row.help, row.range, row.default_value);
}

}  // namespace

void add_option_flags(cli::Command& command, LocalInvocation& invocation,
                      std::initializer_list<std::string_view> keys) {
  for (const OptionRow& row : option_table()) {
    if (keys.size() > 0 && std::ranges::find(keys, row.key) == keys.end()) continue;
    command.option(
        fmt::format("--{}", row.key), std::string(row.words.empty() ? row.value_name : row.words),
        [&invocation, key = std::string(row.key)](const std::string& value) {
          invocation.flags.emplace_back(key, value);
        },
        help_of(row));
  }
  command.keep_unknown();
}

std::optional<Options> load_or_complain(const LocalInvocation& invocation) {
  Result<Options> options = load_options(invocation.flags, process_environment());
  if (options.has_value()) return std::move(*options);
  complain(options.error());
  return std::nullopt;
}

void complain(const Error& error) {
  const std::string detail = error.detail.empty() ? std::string() : fmt::format(" ({})", error.detail);
  fmt::print(stderr, "entrepot: {}{}\n", error.message, detail);
}

std::string check_duration(const std::string& text) {
  return parse_duration(text).has_value() ? std::string() : "`" + text + "` is not an amount of time such as 24h or 7d";
}

}  // namespace entrepot::app
