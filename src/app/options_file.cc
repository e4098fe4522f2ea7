#include "app/options_file.h"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <optional>

namespace entrepot::app {
namespace {

std::optional<std::string> plain_value(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  return std::nullopt;
}

}  // namespace

Result<std::vector<GivenOption>> parse_options_file(std::string_view text, std::string_view name) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return invalid(fmt::format("{} is not valid TOML: line {}, column {}: {}.", name, error.source().begin.line,
                               error.source().begin.column, error.description()));
  }
  std::vector<GivenOption> given;
  for (const auto& [key, node] : parsed.table()) {
    const std::string source = fmt::format("{} line {}", name, node.source().begin.line);
    const std::optional<std::string> value = plain_value(node);
    if (!value.has_value()) {
      return invalid(fmt::format("The option `{}` ({}) must be a string or a whole number.", key.str(), source));
    }
    given.push_back({std::string(key.str()), *value, source});
  }
  return given;
}

}  // namespace entrepot::app
