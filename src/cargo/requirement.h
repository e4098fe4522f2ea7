#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/version.h"

namespace entrepot {

/// A dependency's version requirement as cargo's `semver` crate reads, writes and matches it. An immutable value.
/// Source: the Cargo book, "Specifying Dependencies".
class Requirement {
 public:
  enum class Operator : std::uint8_t { exact, greater, greater_equal, less, less_equal, tilde, caret, wildcard };
  struct Comparator {
    Operator op = Operator::caret;
    std::uint64_t major_number = 0;
    std::optional<std::uint64_t> minor_number;
    std::optional<std::uint64_t> patch_number;
    std::string prerelease;
    bool operator==(const Comparator&) const = default;
  };

  /// ErrorCode::invalid for what cargo would not parse, the empty text included.
  static Result<Requirement> parse(std::string_view text);

  /// The normal form: "^1.0", ">=1, <3", "1.*", "*".
  std::string text() const;
  /// `*` alone.
  bool is_any() const { return comparators_.empty(); }
  /// All of them must hold.
  const std::vector<Comparator>& comparators() const { return comparators_; }
  bool matches(const Version& version) const;

  bool operator==(const Requirement&) const = default;

 private:
  std::vector<Comparator> comparators_;
};

}  // namespace entrepot
