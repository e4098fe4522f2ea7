#include "package_query/text_pattern.h"

#include <algorithm>

#include "base/text_pieces.h"

namespace entrepot::package_query {
namespace {

char fold_letter(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f ? ' ' : c;
}

}  // namespace

bool matches(const TextPattern& pattern, std::string_view folded_text) {
  return holds_pieces(folded_text, pattern.pieces, pattern.starts, pattern.ends);
}

bool is_exact(const TextPattern& pattern) {
  return pattern.starts && pattern.ends && pattern.pieces.size() == 1;
}

std::string like_pattern(const TextPattern& pattern) {
  std::string out = pattern.starts ? "" : "%";
  for (std::size_t i = 0; i < pattern.pieces.size(); ++i) {
    if (i > 0) out += '%';
    for (const char c : pattern.pieces[i]) {
      if (c == '%' || c == '_' || c == '!') out += '!';
      out += c;
    }
  }
  if (!pattern.ends) out += '%';
  return out;
}

std::optional<std::string> line_pattern(const TextPattern& pattern) {
  if (pattern.pieces.size() != 1 || pattern.pieces.front().empty()) return std::nullopt;
  const std::string start = pattern.starts ? "\n" : "";
  const std::string end = pattern.ends ? "\n" : "";
  return like_pattern({.pieces = {start + pattern.pieces.front() + end}});
}

std::string to_lines(const std::vector<std::string>& folded_texts) {
  std::string out;
  for (const std::string& text : folded_texts) out.append(out.empty() ? "\n" : "").append(text).append("\n");
  return out;
}

std::string fold_text(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), fold_letter);
  return out;
}

std::string fold_name(std::string_view text) {
  std::string out = fold_text(text);
  std::ranges::replace(out, '-', '_');
  return out;
}

}  // namespace entrepot::package_query
