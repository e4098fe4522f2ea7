#include "cargo/version_range.h"

#include <fmt/format.h>

#include <limits>

#include "cargo/version_sort_key.h"

namespace entrepot {
namespace {

using Comparator = Requirement::Comparator;
using Operator = Requirement::Operator;
using Side = VersionCut::Side;
using Cut = std::optional<VersionCut>;

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr std::string_view kAboveAllKeys = "9";  // a key begins with a count of digits, at most 20
constexpr std::string_view kJustAbove = "0";     // no key is the beginning of another

std::strong_ordering order(const VersionCut& a, const VersionCut& b) {
  if (const auto o = precedence(a.version, b.version); o != 0) return o;
  return a.side <=> b.side;
}

Cut before(std::uint64_t major_number, std::uint64_t minor_number, std::uint64_t patch_number,
           std::string_view prerelease = {}) {
  const std::string text =
      fmt::format("{}.{}.{}{}{}", major_number, minor_number, patch_number, prerelease.empty() ? "" : "-", prerelease);
  // Only a pre-release of more than a hundred characters can be refused; it was accepted inside a requirement.
  auto version = Version::parse(text);
  return version ? Cut(VersionCut{*version, Side::before}) : std::nullopt;
}

Cut before_prereleases_of(std::uint64_t major_number, std::uint64_t minor_number, std::uint64_t patch_number) {
  return before(major_number, minor_number, patch_number, "0");
}

/// Where the versions that agree with the first `parts` numbers end. Unbounded after the largest numbers.
Cut end_of_prefix(const Comparator& c, int parts) {
  const std::uint64_t minor_number = c.minor_number.value_or(0);
  const std::uint64_t patch_number = c.patch_number.value_or(0);
  if (parts == 3 && patch_number < kLargest) {
    return before_prereleases_of(c.major_number, minor_number, patch_number + 1);
  }
  if (parts >= 2 && minor_number < kLargest) return before_prereleases_of(c.major_number, minor_number + 1, 0);
  if (c.major_number < kLargest) return before_prereleases_of(c.major_number + 1, 0, 0);
  return std::nullopt;
}

int parts_of(const Comparator& c) {
  return !c.minor_number ? 1 : !c.patch_number ? 2 : 3;
}

/// The numbers as far as they are written, zeros after them.
Cut at(const Comparator& c) {
  return before(c.major_number, c.minor_number.value_or(0), c.patch_number.value_or(0), c.prerelease);
}

Cut after(Cut cut) {
  if (cut) cut->side = Side::after;
  return cut;
}

/// How many of a caret's numbers must stay: up to the first that is not zero.
int caret_parts(const Comparator& c) {
  if (c.major_number > 0 || !c.minor_number) return 1;
  if (*c.minor_number > 0 || !c.patch_number) return 2;
  return 3;
}

VersionRange nothing() {
  return {before(0, 0, 0), before(0, 0, 0)};
}

VersionRange range_of(const Comparator& c) {
  const int parts = parts_of(c);
  switch (c.op) {
    case Operator::exact:
    case Operator::wildcard:
      return {at(c), parts == 3 ? after(at(c)) : end_of_prefix(c, parts)};
    case Operator::greater: {
      if (parts == 3) return {after(at(c)), std::nullopt};
      // `>1` leaves out all of 1; its end is the first pre-release of 2, of which only the release is matched.
      const Cut end = end_of_prefix(c, parts);
      if (!end) return nothing();
      const Version& next = end->version;
      return {before(next.major_number(), next.minor_number(), next.patch_number()), std::nullopt};
    }
    case Operator::greater_equal:
      return {at(c), std::nullopt};
    case Operator::less:
      if (!c.prerelease.empty()) return {std::nullopt, at(c)};
      return {std::nullopt,
              before_prereleases_of(c.major_number, c.minor_number.value_or(0), c.patch_number.value_or(0))};
    case Operator::less_equal:
      return {std::nullopt, parts == 3 ? after(at(c)) : end_of_prefix(c, parts)};
    case Operator::tilde:
      return {at(c), end_of_prefix(c, parts == 1 ? 1 : 2)};
    case Operator::caret:
      return {at(c), end_of_prefix(c, caret_parts(c))};
  }
  return {};
}

}  // namespace

bool VersionRange::contains(const Version& version) const {
  if (lower && order(*lower, VersionCut{version, Side::before}) > 0) return false;
  return !upper || order(*upper, VersionCut{version, Side::after}) >= 0;
}

bool VersionRange::is_empty() const {
  return lower && upper && order(*lower, *upper) >= 0;
}

bool overlap(const VersionRange& a, const VersionRange& b) {
  if (a.is_empty() || b.is_empty()) return false;
  const auto starts_before = [](const Cut& lower, const Cut& upper) {
    return !lower || !upper || order(*lower, *upper) < 0;
  };
  return starts_before(a.lower, b.upper) && starts_before(b.lower, a.upper);
}

VersionRange range_of(const Requirement& requirement) {
  VersionRange range;
  for (const Comparator& comparator : requirement.comparators()) {
    const VersionRange one = range_of(comparator);
    if (one.lower && (!range.lower || order(*range.lower, *one.lower) < 0)) range.lower = one.lower;
    if (one.upper && (!range.upper || order(*one.upper, *range.upper) < 0)) range.upper = one.upper;
  }
  return range;
}

VersionRangeKeys range_keys(const VersionRange& range) {
  if (range.is_empty()) return {std::string(kAboveAllKeys), ""};
  const auto key = [](const VersionCut& cut) {
    std::string text = version_sort_key(cut.version);
    if (cut.side == Side::after) text += kJustAbove;
    return text;
  };
  return {range.lower ? key(*range.lower) : "", range.upper ? key(*range.upper) : std::string(kAboveAllKeys)};
}

}  // namespace entrepot
