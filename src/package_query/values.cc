#include "package_query/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "base/encoding.h"
#include "base/units.h"

namespace entrepot::package_query {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view kCompatible = "~=";

struct ComparisonWord {
  std::string_view word;
  Comparison comparison;
};
// Longer words first: the first that fits is taken.
constexpr auto kComparisons = std::to_array<ComparisonWord>({{">=", Comparison::greater_equal},
                                                             {"<=", Comparison::less_equal},
                                                             {">", Comparison::greater},
                                                             {"<", Comparison::less},
                                                             {"=", Comparison::equal}});

struct Unit {
  std::string_view word;
  std::uint64_t bytes;
};
constexpr auto kSizeUnits = std::to_array<Unit>({{"", 1},
                                                 {"b", 1},
                                                 {"kb", 1000},
                                                 {"mb", 1000'000},
                                                 {"gb", 1000'000'000},
                                                 {"tb", 1000'000'000'000},
                                                 {"kib", 1ULL << 10},
                                                 {"mib", 1ULL << 20},
                                                 {"gib", 1ULL << 30},
                                                 {"tib", 1ULL << 40}});

std::string_view take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

/// "1.5" of a unit, in bytes. At most three places after the point, so that nothing is rounded more than a byte.
std::optional<std::uint64_t> parse_amount(std::string_view whole, std::string_view fraction, std::uint64_t unit) {
  const auto units = parse_number(whole);
  if (!units || *units > kLargest / unit) return std::nullopt;
  std::uint64_t bytes = *units * unit;
  if (fraction.empty()) return bytes;
  if (fraction.size() > 3) return std::nullopt;
  const std::uint64_t thousandths = parse_number(std::string(fraction) + std::string(3 - fraction.size(), '0')).value();
  const std::uint64_t part = unit / 1000 * thousandths + unit % 1000 * thousandths / 1000;
  if (part > kLargest - bytes) return std::nullopt;
  bytes += part;
  return bytes;
}

struct PartialVersion {
  Version version;
  int parts;  ///< how many numbers were written
};

std::optional<PartialVersion> parse_partial_version(std::string_view text) {
  const std::size_t numbers = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto parts = static_cast<int>(1 + std::ranges::count(text.substr(0, numbers), '.'));
  std::string whole(text);
  if (numbers == text.size()) {
    for (int part = parts; part < 3; ++part) whole += ".0";
  }
  auto version = Version::parse(whole);
  if (!version) return std::nullopt;
  return PartialVersion{std::move(*version), parts};
}

VersionCut before(const Version& version) {
  return {version, VersionCut::Side::before};
}
VersionCut after(const Version& version) {
  return {version, VersionCut::Side::after};
}

/// The end of the versions that agree with the first `parts` numbers: the same as of cargo's `=1.2` and `=1`.
std::optional<VersionCut> end_of_prefix(const Version& version, int parts) {
  std::string requirement = fmt::format("={}", version.major_number());
  if (parts > 1) requirement += fmt::format(".{}", version.minor_number());
  return range_of(Requirement::parse(requirement).value()).upper;
}

/// What is equal to a version that was written in part: 1.2.0-0 up to 1.3.0-0, without the latter.
VersionRange equal_range(const PartialVersion& partial) {
  const Version& version = partial.version;
  if (partial.parts == 3) return {before(version), after(version)};
  auto first = Version::parse(fmt::format("{}.{}.0-0", version.major_number(), version.minor_number())).value();
  return {before(first), end_of_prefix(version, partial.parts)};
}

}  // namespace

std::optional<Comparison> take_comparison(std::string_view& text) {
  for (const auto& [word, comparison] : kComparisons) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return comparison;
  }
  return std::nullopt;
}

std::optional<NumberValue> parse_number_value(std::string_view text) {
  const Comparison comparison = take_comparison(text).value_or(Comparison::equal);
  const auto number = parse_number(trimmed(text));
  if (!number || *number > kLargest) return std::nullopt;
  return NumberValue{comparison, static_cast<std::int64_t>(*number)};
}

std::optional<NumberValue> parse_size_value(std::string_view text) {
  const Comparison comparison = take_comparison(text).value_or(Comparison::equal);
  text = trimmed(text);
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  const auto unit = std::ranges::find(kSizeUnits, to_lower(trimmed(text)), &Unit::word);
  if (unit == kSizeUnits.end()) return std::nullopt;
  const auto bytes = parse_amount(whole, fraction, unit->bytes);
  if (!bytes) return std::nullopt;
  return NumberValue{comparison, static_cast<std::int64_t>(*bytes)};
}

std::optional<bool> parse_flag_value(std::string_view text) {
  const std::string word = to_lower(text);
  if (word == "true" || word == "yes" || word == "1") return true;
  if (word == "false" || word == "no" || word == "0") return false;
  return std::nullopt;
}

std::optional<VersionRange> parse_version_range(std::string_view text) {
  const bool compatible = text.starts_with(kCompatible);
  if (compatible) text.remove_prefix(kCompatible.size());
  const auto comparison = compatible ? std::optional(Comparison::equal) : take_comparison(text);
  if (!comparison) return std::nullopt;
  const auto partial = parse_partial_version(trimmed(text));
  if (!partial) return std::nullopt;
  const Version& version = partial->version;
  // PEP 440: `~=1.4.2` is >= 1.4.2 within 1.4, `~=1.4` is >= 1.4 within 1.
  if (compatible) return VersionRange{before(version), end_of_prefix(version, partial->parts - 1)};
  switch (*comparison) {
    case Comparison::equal:
      return equal_range(*partial);
    case Comparison::less:
      return VersionRange{std::nullopt, before(version)};
    case Comparison::less_equal:
      return VersionRange{std::nullopt, after(version)};
    case Comparison::greater:
      return VersionRange{after(version), std::nullopt};
    case Comparison::greater_equal:
      return VersionRange{before(version), std::nullopt};
  }
  return std::nullopt;
}

}  // namespace entrepot::package_query
