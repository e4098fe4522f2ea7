#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

/// The name of a namespace or repository in a URL: [A-Za-z0-9_-]{2,50}, not a reserved word. Keeps its spelling;
/// unique without regard to case, so look-ups use `key()`.
class Slug {
 public:
  /// For names that are being created.
  static Result<Slug> parse(std::string_view text);

  const std::string& text() const { return text_; }
  std::string key() const;  ///< lower case
  bool operator==(const Slug&) const = default;

 private:
  explicit Slug(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Words a namespace may not take, because a URL already means something else by them.
bool is_reserved_word(std::string_view lower_case);

}  // namespace entrepot
