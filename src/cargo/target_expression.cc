#include "cargo/target_expression.h"

#include <algorithm>

#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxLength = 4096;
constexpr int kMaxDepth = 32;

void skip_white(Scanner& scanner) {
  scanner.take_while([](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

std::string_view take_word(Scanner& scanner) {
  scanner.skip("r#");  // a raw identifier
  if (is_ascii_digit(scanner.peek())) return {};
  return scanner.take_while([](char c) { return is_ascii_alphanumeric(c) || c == '_'; });
}

bool read_expression(Scanner& scanner, int depth);

/// The inside of all(…) and any(…): empty, or a list that may end with a comma.
bool read_list(Scanner& scanner, int depth) {
  skip_white(scanner);
  while (!scanner.skip(')')) {
    if (!read_expression(scanner, depth)) return false;
    skip_white(scanner);
    if (scanner.skip(',')) {
      skip_white(scanner);
    } else if (scanner.peek() != ')') {
      return false;
    }
  }
  return true;
}

bool read_expression(Scanner& scanner, int depth) {
  if (depth > kMaxDepth) return false;
  skip_white(scanner);
  const std::string_view word = take_word(scanner);
  if (word.empty()) return false;
  skip_white(scanner);
  if (scanner.skip('(')) {
    if (word == "all" || word == "any") return read_list(scanner, depth + 1);
    if (word != "not" || !read_expression(scanner, depth + 1)) return false;
    skip_white(scanner);
    return scanner.skip(')');
  }
  if (!scanner.skip('=')) return true;
  skip_white(scanner);
  if (!scanner.skip('"')) return false;
  scanner.take_while([](char c) { return c != '"'; });
  return scanner.skip('"');
}

}  // namespace

Result<void> check_target_expression(std::string_view text) {
  if (text.empty()) return invalid("A dependency's target platform is empty.");
  if (text.size() > kMaxLength) return invalid("A dependency's target platform is longer than 4096 bytes.");
  if (!text.starts_with("cfg(")) {
    const auto plausible = [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == '.'; };
    if (std::ranges::all_of(text, plausible)) return {};
    return invalid("The target platform " + in_quotes(text) + " is neither a target triple nor a cfg(…) expression.");
  }
  Scanner scanner(text.substr(4));
  if (read_expression(scanner, 0)) {
    skip_white(scanner);
    if (scanner.skip(')') && scanner.at_end()) return {};
  }
  return invalid("The target platform " + in_quotes(text) + " is not a valid cfg(…) expression.");
}

}  // namespace entrepot
