#include "cargo/spdx.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/scanner.h"
#include "cargo/spdx_ids.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxLength = 2048;
constexpr int kMaxDepth = 32;

std::string_view find_id(std::span<const std::string_view> sorted, std::string_view id) {
  const std::string lower = to_lower(id);
  const auto found =
      std::ranges::lower_bound(sorted, lower, {}, [](std::string_view known) { return to_lower(known); });
  return found != sorted.end() && to_lower(*found) == lower ? *found : std::string_view();
}

bool is_id_character(char c) {
  return is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == ':';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {}

  Result<LicenseExpression> run() {
    TRY(read_or(0));
    if (!scanner_.at_end()) return expected("AND, OR or the end");
    return std::move(out_);
  }

 private:
  void skip_white() {
    scanner_.take_while([](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
  }

  std::unexpected<Error> expected(std::string_view what) {
    const std::string found = scanner_.at_end() ? "the end" : in_quotes(scanner_.rest());
    return invalid("The licence must be an SPDX expression such as \"MIT OR Apache-2.0\"; " + std::string(what) +
                   " was expected where there is " + found + ".");
  }

  void warn(std::string sentence) {
    if (std::ranges::find(out_.warnings, sentence) == out_.warnings.end()) out_.warnings.push_back(std::move(sentence));
  }

  /// The word must stand alone: `ORacle` is no operator.
  bool skip_operator(std::string_view word) {
    const std::string_view rest = scanner_.rest();
    if (!rest.starts_with(word) || (rest.size() > word.size() && is_id_character(rest[word.size()]))) return false;
    scanner_.skip(word);
    skip_white();
    return true;
  }

  bool skip_or() {
    if (skip_operator("OR")) return true;
    if (!scanner_.skip('/')) return false;
    skip_white();
    warn("The licence uses '/'; write 'OR' instead.");
    return true;
  }

  Result<void> read_or(int depth) {
    if (depth > kMaxDepth) return invalid("The licence expression is nested too deeply.");
    do {
      TRY(read_and(depth));
    } while (skip_or());
    return {};
  }

  Result<void> read_and(int depth) {
    do {
      TRY(read_one(depth));
    } while (skip_operator("AND"));
    return {};
  }

  Result<void> read_one(int depth) {
    skip_white();
    if (scanner_.skip('(')) {
      TRY(read_or(depth + 1));
      if (!scanner_.skip(')')) return expected("a closing parenthesis");
      skip_white();
      return {};
    }
    TRY(read_license());
    scanner_.skip('+');
    skip_white();
    if (skip_operator("WITH")) TRY(read_exception());
    return {};
  }

  Result<void> read_license() {
    const std::string_view rest = scanner_.rest();
    const std::string_view id = scanner_.take_while(is_id_character);
    if (id.empty()) return expected("a licence id");
    if (id.starts_with("LicenseRef-") || id.starts_with("DocumentRef-")) {
      if (id.find("LicenseRef-") + std::string_view("LicenseRef-").size() >= id.size()) return unknown(id, "licence");
      out_.licenses.emplace_back(id);
      return {};
    }
    const std::string_view known = spdx_license_id(id);
    if (known.empty()) return unknown(rest.substr(0, id.size()), "licence");
    if (known != id)
      warn("The licence id " + in_quotes(id) + " is spelled '" + std::string(known) + "' in the SPDX list.");
    const auto deprecated = spdx_deprecated_licenses();
    if (std::ranges::find(deprecated, known) != deprecated.end()) {
      warn("The licence id '" + std::string(known) + "' is deprecated in the SPDX list.");
    }
    out_.licenses.emplace_back(known);
    return {};
  }

  Result<void> read_exception() {
    const std::string_view id = scanner_.take_while(is_id_character);
    if (id.empty()) return expected("a licence exception");
    const std::string_view known = spdx_exception_id(id);
    const bool own = id.starts_with("AdditionRef-") && id.size() > std::string_view("AdditionRef-").size();
    if (known.empty() && !own) return unknown(id, "licence exception");
    if (!own && known != id)
      warn("The exception " + in_quotes(id) + " is spelled '" + std::string(known) + "' in the SPDX list.");
    skip_white();
    return {};
  }

  static std::unexpected<Error> unknown(std::string_view id, std::string_view what) {
    return invalid(
        in_quotes(id) + " is not a " + std::string(what) +
        " of the SPDX list (https://spdx.org/licenses); for any other use 'LicenseRef-…' or 'license-file'.");
  }

  Scanner scanner_;
  LicenseExpression out_;
};

}  // namespace

std::string_view spdx_license_id(std::string_view id) {
  return find_id(spdx_licenses(), id);
}
std::string_view spdx_exception_id(std::string_view id) {
  return find_id(spdx_exceptions(), id);
}

Result<LicenseExpression> parse_license_expression(std::string_view text) {
  if (text.size() > kMaxLength) return invalid("The licence expression is longer than 2048 bytes.");
  return Parser(text).run();
}

}  // namespace entrepot
