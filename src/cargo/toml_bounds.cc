#include "cargo/toml_bounds.h"

#include <algorithm>

#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr int kMost = 32;

/// Past the string that starts here, or past as much of it as there is.
void skip_string(Scanner& scanner) {
  const char quote = scanner.peek();
  const bool escapes = quote == '"';
  const std::string_view triple = escapes ? "\"\"\"" : "'''";
  const bool multiline = scanner.skip(triple);
  if (!multiline) scanner.skip(quote);
  while (!scanner.at_end()) {
    if (multiline && scanner.skip(triple)) {
      // One or two quotes may stand just before the closing three.
      scanner.skip(quote);
      scanner.skip(quote);
      return;
    }
    const char c = scanner.peek();
    if (!multiline && c == '\n') return;
    scanner.skip(c);
    if (!multiline && c == quote) return;
    if (escapes && c == '\\' && !scanner.at_end()) scanner.skip(scanner.peek());
  }
}

}  // namespace

Result<void> check_toml_bounds(std::string_view text) {
  Scanner scanner(text);
  int open = 0;
  int dots = 0;
  while (!scanner.at_end()) {
    const char c = scanner.peek();
    if (c == '"' || c == '\'') {
      skip_string(scanner);
      continue;
    }
    scanner.skip(c);
    switch (c) {
      case '#':
        scanner.take_while([](char other) { return other != '\n'; });
        break;
      case '.':
        ++dots;
        break;
      case '[':
      case '{':
        ++open, dots = 0;
        break;
      case ']':
      case '}':
        open = std::max(0, open - 1), dots = 0;
        break;
      case '=':
      case ',':
      case '\n':
        dots = 0;
        break;
      default:
        break;
    }
    if (open > kMost || dots > kMost) return invalid("Cargo.toml is nested too deeply.");
  }
  return {};
}

}  // namespace entrepot
