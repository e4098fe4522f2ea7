#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

/// The name of a crate, in its publisher's spelling: 1 to 64 ASCII characters, a letter first, then letters, digits,
/// `-` and `_`; never a Windows device name. An immutable value. Source: the Cargo book, "Registry Index", and the
/// rules of crates.io.
class CrateName {
 public:
  static constexpr std::size_t kMaxLength = 64;

  /// ErrorCode::invalid with a sentence of its own for each rule that is broken.
  static Result<CrateName> parse(std::string_view text);

  const std::string& text() const { return text_; }
  /// What must be unique in a repository: lower case with `-` turned into `_`.
  std::string canonical() const;
  /// The last segment of the index path: lower case, `-` and `_` kept.
  std::string index_key() const;

  auto operator<=>(const CrateName&) const = default;

 private:
  explicit CrateName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Names of the standard library, of the compiler's own crates and of Windows devices, which nobody may publish.
/// `canonical` as CrateName::canonical makes it.
bool is_reserved_crate_name(std::string_view canonical);

/// nul, con, prn, aux, com1…com9, lpt1…lpt9: no file may have such a stem on Windows. Lower case only.
bool is_windows_device(std::string_view lower_case);

/// Where the index keeps a crate, by its lower-case name: "1/a", "2/ab", "3/a/abc", "se/rd/serde".
std::string index_path(std::string_view lower_name);

/// The reverse: the crate whose file stands at `path` (as "se/rd/serde"), or nothing when the folders do not fit the
/// name, or anything in it is not a lower-case crate name. A view into `path`.
std::optional<std::string_view> crate_of_index_path(std::string_view path);

}  // namespace entrepot
