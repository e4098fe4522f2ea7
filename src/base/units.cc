#include "base/units.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace entrepot {
namespace {

struct Unit {
  std::string_view word;
  std::uint64_t factor;
};

constexpr std::array<Unit, 5> kByteUnits = {
    {{"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}}};
constexpr std::array<Unit, 5> kDurationUnits = {
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

// Durations must fit a signed 64-bit count of milliseconds, and sums of them too.
constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max() / 4;

std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<std::uint64_t> count = parse_number(text.substr(0, digits));
  if (!count.has_value()) return std::nullopt;
  std::string_view word = text.substr(digits);
  if (word.starts_with(' ')) word.remove_prefix(1);
  for (const Unit& unit : units) {
    if (word != unit.word) continue;
    if (*count > kLargest / unit.factor) return std::nullopt;
    return *count * unit.factor;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  return parse_with_unit(text, kByteUnits);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const std::optional<std::uint64_t> count = parse_with_unit(text, kDurationUnits);
  if (!count.has_value()) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(*count));
}

}  // namespace entrepot
