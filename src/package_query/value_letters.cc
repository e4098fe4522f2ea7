#include "package_query/value_letters.h"

namespace entrepot::package_query {

std::string text_of(std::span<const Letter> letters) {
  std::string out;
  for (const Letter& letter : letters) out += letter.c;
  return out;
}

TextPattern pattern_of(std::span<const Letter> letters, std::string (*fold)(std::string_view)) {
  TextPattern pattern;
  if (!letters.empty() && letters.front().means('^')) {
    pattern.starts = true;
    letters = letters.subspan(1);
  }
  if (!letters.empty() && letters.back().means('$')) {
    pattern.ends = true;
    letters = letters.first(letters.size() - 1);
  }
  for (const Letter& letter : letters) {
    if (letter.means('*')) {
      pattern.pieces.emplace_back();
    } else {
      pattern.pieces.back() += letter.c;
    }
  }
  for (std::string& piece : pattern.pieces) piece = fold(piece);
  return pattern;
}

std::size_t place_of_comparison(std::span<const Letter> letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i].means('<') || letters[i].means('>') || letters[i].means('=')) return i;
    if (letters[i].means('~') && i + 1 < letters.size() && letters[i + 1].means('=')) return i;
  }
  return letters.size();
}

bool begins_with_comparison(std::span<const Letter> letters) {
  return !letters.empty() && place_of_comparison(letters) == 0;
}

}  // namespace entrepot::package_query
