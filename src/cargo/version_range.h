#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "cargo/requirement.h"
#include "cargo/version.h"

namespace entrepot {

/// A place between versions in the order of precedence: just before one or just after it. Plain data.
struct VersionCut {
  enum class Side : std::uint8_t { before, after };
  Version version;
  Side side = Side::before;
};

/// The versions between two cuts; nothing = unbounded. Plain data. Pre-releases count by their order alone: 2.0.0-beta
/// lies in the range of `>=1, <3`, though cargo would not choose it unasked.
struct VersionRange {
  std::optional<VersionCut> lower{};
  std::optional<VersionCut> upper{};

  bool contains(const Version& version) const;
  /// Whether there is room between the cuts. A range may have room and still hold no version (after 1.0.0, before
  /// 1.0.1-0).
  bool is_empty() const;
};

/// Whether two ranges share some room; never when one of them is empty.
bool overlap(const VersionRange& a, const VersionRange& b);

/// The releases that the requirement matches, and what lies between them. `<2` and `^1` end before the first
/// pre-release of 2.0.0. Source: the Cargo book, "Specifying Dependencies".
VersionRange range_of(const Requirement& requirement);

/// The range as two texts, digits only: a version lies in it exactly if lower <= version_sort_key(version) < upper, and
/// two ranges overlap exactly if each one's lower < the other's upper. An empty range's lower is above and its upper
/// below all others, so nothing lies in it or overlaps it.
struct VersionRangeKeys {
  std::string lower{};
  std::string upper{};
};
VersionRangeKeys range_keys(const VersionRange& range);

}  // namespace entrepot
