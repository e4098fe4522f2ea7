#pragma once

#include <cstdint>
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

  /// All lines, each ended by CRLF.
  std::string_view lines() const { return lines_; }
  std::size_t count() const { return spans_.size(); }
  Field at(std::size_t index) const;

 private:
  struct Span {
    std::uint32_t start;
    std::uint16_t name_length;
    std::uint16_t value_length;
  };
  std::string lines_;
  std::vector<Span> spans_;
};

}  // namespace entrepot::http
