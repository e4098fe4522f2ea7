#include "cargo/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cargo/scanner.h"

namespace entrepot {

std::strong_ordering prerelease_precedence(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.empty() <=> b.empty();
  const auto is_number = [](std::string_view part) { return std::ranges::all_of(part, is_ascii_digit); };
  while (true) {
    const std::string_view left = a.substr(0, a.find('.'));
    const std::string_view right = b.substr(0, b.find('.'));
    const bool left_number = is_number(left);
    const bool right_number = is_number(right);
    if (left_number != right_number) {
      return left_number ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    // No leading zeros, so the longer number is the larger one, however many digits it has.
    if (left_number && left.size() != right.size()) return left.size() <=> right.size();
    if (const auto order = left <=> right; order != 0) return order;
    const bool left_ends = left.size() == a.size();
    const bool right_ends = right.size() == b.size();
    if (left_ends || right_ends) return right_ends <=> left_ends;
    a.remove_prefix(left.size() + 1);
    b.remove_prefix(right.size() + 1);
  }
}

std::strong_ordering precedence(const Version& a, const Version& b) {
  if (const auto order = a.major_number() <=> b.major_number(); order != 0) return order;
  if (const auto order = a.minor_number() <=> b.minor_number(); order != 0) return order;
  if (const auto order = a.patch_number() <=> b.patch_number(); order != 0) return order;
  return prerelease_precedence(a.prerelease(), b.prerelease());
}

Result<Version> Version::parse(std::string_view text) {
  if (text.empty()) return invalid("The version is empty.");
  if (text.size() > kMaxLength) {
    return invalid(fmt::format("The version is {} characters long; at most {} are allowed.", text.size(), kMaxLength));
  }
  Scanner scanner(text);
  Version version;
  const auto number = [&](std::uint64_t& out) {
    const auto value = scanner.number();
    if (value) out = *value;
    return value.has_value();
  };
  const auto part = [&](char lead, Identifiers kind, std::string& out) {
    if (!scanner.skip(lead)) return true;
    const auto value = scanner.identifiers(kind);
    if (value) out = *value;
    return value.has_value();
  };
  if (!number(version.major_) || !scanner.skip('.') || !number(version.minor_) || !scanner.skip('.') ||
      !number(version.patch_) || !part('-', Identifiers::prerelease, version.prerelease_) ||
      !part('+', Identifiers::build, version.build_) || !scanner.at_end()) {
    return invalid("The version '" + printable(text) +
                   "' is not a semantic version such as 1.2.3, 1.2.3-beta.1 or 1.2.3+build.");
  }
  return version;
}

std::string Version::without_build() const {
  std::string out = fmt::format("{}.{}.{}", major_, minor_, patch_);
  if (!prerelease_.empty()) out += "-" + prerelease_;
  return out;
}

std::string Version::text() const {
  return build_.empty() ? without_build() : without_build() + "+" + build_;
}

}  // namespace entrepot
