#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entrepot {

inline bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_ascii_alphanumeric(char c) {
  return is_ascii_digit(c) || is_ascii_letter(c);
}

/// A client's text fit for an error message: cut to 80 bytes, control characters and broken UTF-8 replaced by '?'.
std::string printable(std::string_view text);

/// Quotes for an error message: 'text', printable.
std::string in_quotes(std::string_view text);

/// Which of SemVer's dotted identifiers: numbers in a pre-release have no leading zeros.
enum class Identifiers : std::uint8_t { prerelease, build };

/// Reads the small languages of this module (versions, requirements, cfg, licences) from the front. A view; the text
/// must outlive it. One thread at a time.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
  bool skip(char c);
  bool skip(std::string_view word);
  void skip_spaces();  ///< only ' ', as semver does
  /// The longest front that the predicate likes; may be empty.
  template <typename Predicate>
  std::string_view take_while(Predicate&& likes) {
    std::size_t length = 0;
    while (length < rest_.size() && likes(rest_[length])) ++length;
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  /// A decimal number without leading zeros that fits 64 bits.
  std::optional<std::uint64_t> number();
  /// One or more dot-separated [0-9A-Za-z-]+.
  std::optional<std::string_view> identifiers(Identifiers kind);

 private:
  std::string_view rest_;
};

}  // namespace entrepot
