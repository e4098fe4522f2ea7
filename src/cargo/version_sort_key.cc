#include "cargo/version_sort_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cargo/scanner.h"

namespace entrepot {
namespace {

// What a place of the key can hold, lower first.
constexpr char kEndOfPrerelease = '0';  // fewer identifiers come first
constexpr char kNumericIdentifier = '1';
constexpr char kTextIdentifier = '2';
constexpr char kPrerelease = '1';
constexpr char kRelease = '9';
constexpr std::string_view kEndOfText = "00";  // below every letter's code

/// The count of digits, then the digits: the longer number is the larger one.
std::string number_key(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return fmt::format("{:02}{}", digits.size(), digits);
}

std::string identifier_key(std::string_view identifier) {
  if (std::ranges::all_of(identifier, is_ascii_digit)) {
    return fmt::format("{}{:03}{}", kNumericIdentifier, identifier.size(), identifier);
  }
  std::string key(1, kTextIdentifier);
  constexpr int kBelowTheLowest = '-' - 1;  // 'z' becomes 78
  for (const char c : identifier) key += fmt::format("{:02}", c - kBelowTheLowest);
  key += kEndOfText;
  return key;
}

}  // namespace

std::string version_sort_key(const Version& version) {
  std::string key =
      number_key(version.major_number()) + number_key(version.minor_number()) + number_key(version.patch_number());
  if (!version.is_prerelease()) return key + kRelease;
  key += kPrerelease;
  std::string_view rest = version.prerelease();
  while (true) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    key += identifier_key(rest.substr(0, end));
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  key += kEndOfPrerelease;
  return key;
}

}  // namespace entrepot
