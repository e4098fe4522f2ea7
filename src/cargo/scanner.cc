#include "cargo/scanner.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"

namespace entrepot {

std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  const bool whole = text.size() <= kLongest;
  text = text.substr(0, kLongest);
  // A cut in the middle of a character must not make the rest look broken.
  while (!whole && !text.empty() && !is_utf8(text) && text.size() > kLongest - 4) text.remove_suffix(1);
  std::string out(text);
  const bool readable = is_utf8(text);
  std::ranges::replace_if(
      out, [readable](char c) { return (c >= 0 && c < ' ') || c == '\x7f' || (c < 0 && !readable); }, '?');
  return whole ? out : out + "…";
}

std::string in_quotes(std::string_view text) {
  return "'" + printable(text) + "'";
}

bool Scanner::skip(char c) {
  if (rest_.empty() || rest_[0] != c) return false;
  rest_.remove_prefix(1);
  return true;
}

bool Scanner::skip(std::string_view word) {
  if (!rest_.starts_with(word)) return false;
  rest_.remove_prefix(word.size());
  return true;
}

void Scanner::skip_spaces() {
  while (skip(' ')) {
  }
}

std::optional<std::uint64_t> Scanner::number() {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
  const auto length = static_cast<std::size_t>(end - rest_.data());
  if (error != std::errc() || (length > 1 && rest_[0] == '0')) return std::nullopt;
  rest_.remove_prefix(length);
  return value;
}

std::optional<std::string_view> Scanner::identifiers(Identifiers kind) {
  const std::string_view all = take_while([](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '.'; });
  std::string_view left = all;
  while (true) {
    const std::string_view one = left.substr(0, left.find('.'));
    if (one.empty()) return std::nullopt;
    if (kind == Identifiers::prerelease && one.size() > 1 && one[0] == '0' &&
        std::ranges::all_of(one, is_ascii_digit)) {
      return std::nullopt;
    }
    if (one.size() == left.size()) return all;
    left.remove_prefix(one.size() + 1);
  }
}

}  // namespace entrepot
