#pragma once

#include <span>
#include <string>
#include <string_view>

namespace entrepot {

/// How many single-character insertions, deletions and replacements turn `a` into `b` (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate most like the word, for "did you mean …?"; empty when there is none that a typing slip could explain.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

/// " Did you mean `x`?", or nothing when no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace entrepot
