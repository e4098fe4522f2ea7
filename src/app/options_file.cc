#include "app/options_file.h"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>

#include "cargo/toml.h"

namespace entrepot::app {
namespace {

std::optional<std::string> plain_value(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  return std::nullopt;
}

}  // namespace

Result<std::vector<GivenOption>> parse_options_file(std::string_view text, std::string_view name) {
  toml::table parsed;
  try {
    parsed = toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return invalid(fmt::format("{} is not valid TOML: line {}, column {}: {}.", name, error.source().begin.line,
                               error.source().begin.column, error.description()));
  } catch (const std::logic_error& error) {
    return fail(ErrorCode::invalid, fmt::format("{} is not valid TOML.", name), error.what());
  }
  std::vector<GivenOption> given;
  for (const auto& [key, node] : parsed) {
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
