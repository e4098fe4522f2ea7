#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace entrepot::package_query {

/// What a text must look like: pieces that come one after another with anything between them. Plain data; the pieces
/// are folded as the texts are that it meets. `^serde*derive` is {starts, pieces serde and derive}.
struct TextPattern {
  bool starts = false;                 ///< `^`: nothing before the first piece
  bool ends = false;                   ///< `$`: nothing after the last one
  std::vector<std::string> pieces{1};  ///< never none; a piece may be empty
};

bool matches(const TextPattern& pattern, std::string_view folded_text);

/// The text that the pattern is, when it is one text: anchored at both ends, without wildcards.
bool is_exact(const TextPattern& pattern);
/// For SQL: `text LIKE pattern ESCAPE '!'`.
std::string like_pattern(const TextPattern& pattern);

/// For a column that holds many texts, each between line feeds: what `column LIKE pattern ESCAPE '!'` finds when one of
/// them matches. Nothing for patterns that could reach from one line into the next, or match where there is no line.
std::optional<std::string> line_pattern(const TextPattern& pattern);
/// Such a column's value: "\na\nb\n", empty for none. The texts are folded and so have no line ends.
std::string to_lines(const std::vector<std::string>& folded_texts);

/// ASCII letters in lower case; control characters, NUL and line ends included, as spaces, as databases disagree about
/// them.
std::string fold_text(std::string_view text);
/// The same with '-' as '_', because a registry takes names that differ in those alone for the same.
std::string fold_name(std::string_view text);

}  // namespace entrepot::package_query
