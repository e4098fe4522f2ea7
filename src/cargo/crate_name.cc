#include "cargo/crate_name.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace entrepot {
namespace {

// Sorted. The standard library's and the compiler's crates, as crates.io reserves them (canonical form).
constexpr auto kReservedNames = std::to_array<std::string_view>({"alloc",          "arena",        "ast",
                                                                 "builtins",       "collections",  "compiler_builtins",
                                                                 "compiler_rt",    "compiletest",  "core",
                                                                 "coretest",       "debug",        "driver",
                                                                 "flate",          "fmt_macros",   "grammar",
                                                                 "graphviz",       "macro",        "macros",
                                                                 "proc_macro",     "rbml",         "rust_installer",
                                                                 "rustbook",       "rustc",        "rustc_back",
                                                                 "rustc_borrowck", "rustc_driver", "rustc_llvm",
                                                                 "rustc_resolve",  "rustc_trans",  "rustc_typeck",
                                                                 "rustdoc",        "rustllvm",     "rustuv",
                                                                 "serialize",      "std",          "syntax",
                                                                 "test",           "unicode"});
static_assert(std::ranges::is_sorted(kReservedNames));

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_character(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_';
}

// The offending character for a sentence, without putting raw control characters or half a UTF-8 sequence into it.
std::string shown(char c) {
  if (c > ' ' && c < '\x7f') return std::string("'") + c + "'";
  return "byte 0x" + encode_hex(as_bytes(std::string_view(&c, 1)));
}

}  // namespace

bool is_windows_device(std::string_view lower_case) {
  constexpr auto kPlain = std::to_array<std::string_view>({"aux", "con", "nul", "prn"});
  if (std::ranges::find(kPlain, lower_case) != kPlain.end()) return true;
  return lower_case.size() == 4 && (lower_case.starts_with("com") || lower_case.starts_with("lpt")) &&
         lower_case[3] >= '1' && lower_case[3] <= '9';
}

bool is_reserved_crate_name(std::string_view canonical) {
  return std::ranges::binary_search(kReservedNames, canonical) || is_windows_device(canonical);
}

Result<CrateName> CrateName::parse(std::string_view text) {
  if (text.empty()) return invalid("The crate name is empty.");
  if (text.size() > kMaxLength) {
    return invalid("The crate name is " + std::to_string(text.size()) + " bytes long; at most " +
                   std::to_string(kMaxLength) + " are allowed.");
  }
  if (is_digit(text[0]))
    return invalid("A crate name must not start with a digit; it must start with an ASCII letter.");
  if (!is_letter(text[0]))
    return invalid("A crate name must start with an ASCII letter, not with " + shown(text[0]) + ".");
  const auto bad = std::ranges::find_if_not(text, is_name_character);
  if (bad != text.end()) {
    return invalid("A crate name may hold only ASCII letters, digits, '-' and '_', not " + shown(*bad) + ".");
  }
  if (is_windows_device(to_lower(text))) {
    return invalid("The crate name '" + std::string(text) + "' is a reserved device name on Windows; choose another.");
  }
  return CrateName(std::string(text));
}

std::string CrateName::canonical() const {
  std::string out = to_lower(text_);
  std::ranges::replace(out, '-', '_');
  return out;
}

std::string CrateName::index_key() const {
  return to_lower(text_);
}

std::string index_path(std::string_view lower_name) {
  const std::string name(lower_name);
  switch (name.size()) {
    case 0:
      return {};
    case 1:
      return "1/" + name;
    case 2:
      return "2/" + name;
    case 3:
      return "3/" + name.substr(0, 1) + "/" + name;
    default:
      return name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name;
  }
}

std::optional<std::string_view> crate_of_index_path(std::string_view path) {
  // Runs for every index request, so it compares in place instead of building index_path(name).
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view name = path.substr(slash + 1);
  const std::string_view folder = path.substr(0, slash);
  const auto is_lower = [](char c) { return is_name_character(c) && !(c >= 'A' && c <= 'Z'); };
  if (name.empty() || name.size() > CrateName::kMaxLength || !is_letter(name[0]) ||
      !std::ranges::all_of(name, is_lower)) {
    return std::nullopt;
  }
  const bool fits = name.size() == 1   ? folder == "1"
                    : name.size() == 2 ? folder == "2"
                    : name.size() == 3
                        ? folder.size() == 3 && folder.starts_with("3/") && folder[2] == name[0]
                        : folder.size() == 5 && folder[2] == '/' && folder.substr(0, 2) == name.substr(0, 2) &&
                              folder.substr(3) == name.substr(2, 2);
  return fits ? std::optional(name) : std::nullopt;
}

}  // namespace entrepot
