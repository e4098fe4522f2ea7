#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

/// A version by SemVer 2.0.0, with 64-bit numbers as cargo has them. An immutable value. `==` compares every part,
/// build metadata included; order is `precedence`. Source: https://semver.org, at most 150 characters as on crates.io.
class Version {
 public:
  static constexpr std::size_t kMaxLength = 150;

  /// Strict: three numbers without leading zeros, then `-pre` and `+build`. ErrorCode::invalid otherwise.
  static Result<Version> parse(std::string_view text);

  std::uint64_t major_number() const { return major_; }
  std::uint64_t minor_number() const { return minor_; }
  std::uint64_t patch_number() const { return patch_; }
  const std::string& prerelease() const { return prerelease_; }  ///< "" when there is none
  const std::string& build() const { return build_; }            ///< "" when there is none
  bool is_prerelease() const { return !prerelease_.empty(); }

  std::string text() const;
  /// What must be unique for a crate: 1.0.0+a and 1.0.0+b are the same version.
  std::string without_build() const;

  bool operator==(const Version&) const = default;

 private:
  Version() = default;
  std::uint64_t major_ = 0;
  std::uint64_t minor_ = 0;
  std::uint64_t patch_ = 0;
  std::string prerelease_;
  std::string build_;
};

/// SemVer 2.0.0 section 11: build metadata does not count.
std::strong_ordering precedence(const Version& a, const Version& b);

/// The order of two pre-release parts alone; "" (a release) comes last.
std::strong_ordering prerelease_precedence(std::string_view a, std::string_view b);

}  // namespace entrepot
