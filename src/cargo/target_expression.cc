#include "cargo/target_expression.h"

#include <algorithm>

#include "base/try.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxLength = 4096;
constexpr int kMaxDepth = 32;

void skip_white(Scanner& scanner) {
  scanner.take_while([](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

/// "r#" in front, of a raw identifier, stays.
std::string take_word(Scanner& scanner) {
  const bool is_raw = scanner.skip("r#");
  if (is_ascii_digit(scanner.peek())) return {};
  const std::string_view word = scanner.take_while([](char c) { return is_ascii_alphanumeric(c) || c == '_'; });
  if (word.empty()) return {};
  return (is_raw ? "r#" : "") + std::string(word);
}

/// Reads an expression and writes it as cargo prints it.
bool read_expression(Scanner& scanner, int depth, std::string& out);

/// The inside of all(…) and any(…): empty, or a list that may end with a comma.
bool read_list(Scanner& scanner, int depth, std::string& out) {
  skip_white(scanner);
  for (bool is_first = true; !scanner.skip(')'); is_first = false) {
    if (!is_first) out += ", ";
    if (!read_expression(scanner, depth, out)) return false;
    skip_white(scanner);
    if (scanner.skip(',')) {
      skip_white(scanner);
    } else if (scanner.peek() != ')') {
      return false;
    }
  }
  return true;
}

bool read_expression(Scanner& scanner, int depth, std::string& out) {
  if (depth > kMaxDepth) return false;
  skip_white(scanner);
  const std::string word = take_word(scanner);
  if (word.empty()) return false;
  out += word;
  skip_white(scanner);
  if (scanner.skip('(')) {
    out += '(';
    if (word == "all" || word == "any") {
      if (!read_list(scanner, depth + 1, out)) return false;
    } else {
      if (word != "not" || !read_expression(scanner, depth + 1, out)) return false;
      skip_white(scanner);
      if (!scanner.skip(')')) return false;
    }
    out += ')';
    return true;
  }
  if (!scanner.skip('=')) return true;
  skip_white(scanner);
  if (!scanner.skip('"')) return false;
  const std::string_view value = scanner.take_while([](char c) { return c != '"'; });
  out.append(" = \"").append(value).append("\"");
  return scanner.skip('"');
}

}  // namespace

Result<void> check_target_expression(std::string_view text) {
  TRY(cargo_spelling(text));
  return {};
}

Result<std::string> cargo_spelling(std::string_view text) {
  if (text.empty()) return invalid("A dependency's target platform is empty.");
  if (text.size() > kMaxLength) return invalid("A dependency's target platform is longer than 4096 bytes.");
  if (!text.starts_with("cfg(")) {
    const auto plausible = [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == '.'; };
    if (std::ranges::all_of(text, plausible)) return std::string(text);
    return invalid("The target platform " + in_quotes(text) + " is neither a target triple nor a cfg(…) expression.");
  }
  Scanner scanner(text.substr(4));
  std::string out = "cfg(";
  if (read_expression(scanner, 0, out)) {
    skip_white(scanner);
    if (scanner.skip(')') && scanner.at_end()) return out + ')';
  }
  return invalid("The target platform " + in_quotes(text) + " is not a valid cfg(…) expression.");
}

}  // namespace entrepot
