#include "http/range.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace entrepot::http {
namespace {

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

RangeAnswer parse_range(std::string_view field, std::uint64_t size) {
  static constexpr std::string_view kUnit = "bytes=";
  if (!field.starts_with(kUnit)) return {};
  field.remove_prefix(kUnit.size());
  const std::size_t dash = field.find('-');
  if (dash == std::string_view::npos || field.find(',') != std::string_view::npos) return {};
  const std::string_view first_text = field.substr(0, dash);
  const std::string_view last_text = field.substr(dash + 1);

  const auto first = parse_number(first_text);
  const auto last = parse_number(last_text);
  if ((!first && !first_text.empty()) || (!last && !last_text.empty()) || (!first && !last)) return {};
  if (!first) {
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) return {RangeAnswer::Kind::unsatisfiable, {}};
    return {RangeAnswer::Kind::part, {size - length, length}};
  }
  if (last && *last < *first) return {};
  if (*first >= size) return {RangeAnswer::Kind::unsatisfiable, {}};
  const std::uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return {RangeAnswer::Kind::part, {*first, end - *first + 1}};
}

}  // namespace entrepot::http
