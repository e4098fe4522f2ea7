#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "package_query/text_pattern.h"

namespace entrepot::package_query {

/// One byte of a term, with what quotes and backslashes said about it.
struct Letter {
  enum class Kind : std::uint8_t { plain, quoted, escaped };
  char c;
  Kind kind;
  std::size_t place;  ///< in the query

  /// Whether it has the meaning of `meaning` as field separator or negation: neither quoted nor escaped.
  bool is(char meaning) const { return c == meaning && kind == Kind::plain; }
  /// Whether it has the meaning of an anchor, wildcard or comparison, which quotes do not take.
  bool means(char meaning) const { return c == meaning && kind != Kind::escaped; }
};
using Letters = std::vector<Letter>;

std::string text_of(std::span<const Letter> letters);

/// Reads anchors and wildcards, and folds what is between them.
TextPattern pattern_of(std::span<const Letter> letters, std::string (*fold)(std::string_view));

/// Where a comparison begins ("<", ">", "=" or "~="), or the end.
std::size_t place_of_comparison(std::span<const Letter> letters);
bool begins_with_comparison(std::span<const Letter> letters);

}  // namespace entrepot::package_query
