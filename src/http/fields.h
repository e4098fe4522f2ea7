#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace entrepot::http {

/// One header field of a request; the views live as long as the Request. Names are lower case.
struct Field {
  std::string_view name;
  std::string_view value;
};

/// Header fields of an answer, kept as the very lines HTTP/1.1 sends ("name: value\r\n"), so that the hot path copies
/// one block. Names must be lower case; control characters in values become spaces (no header injection).
class Fields {
 public:
  void add(std::string_view name, std::string_view value);
  bool contains(std::string_view name) const;

  /// The same fields in one block for all copies of them, which then cost a reference count each. For answers that are
  /// given often; `add` to such a copy gives it a block of its own again.
  Fields shared() &&;

  /// All lines, each ended by CRLF.
  std::string_view lines() const { return block().lines; }
  std::size_t count() const { return block().spans.size(); }
  Field at(std::size_t index) const;

 private:
  struct Span {
    std::uint32_t start;
    std::uint16_t name_length;
    std::uint16_t value_length;
  };
  struct Block {
    std::string lines;
    std::vector<Span> spans;
  };

  const Block& block() const { return shared_ ? *shared_ : own_; }

  std::shared_ptr<const Block> shared_;  ///< when it is there, it counts
  Block own_;
};

}  // namespace entrepot::http
