#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace entrepot::http {

/// One row of a caller's route table. In a pattern such as "/{namespace}/cargo/{path...}" `{name}` is one segment that
/// is not empty, and `{name...}`, only at the end, one or more of them.
struct RoutePattern {
  Method method;
  std::string_view pattern;
};

/// What a path matched. Views into the path.
struct RouteMatch {
  static constexpr std::size_t kMaxParameters = 8;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  std::size_t row = kNone;  ///< in the caller's table
  std::array<std::string_view, kMaxParameters> parameters{};
  std::size_t parameter_count = 0;
  std::uint32_t allowed = 0;  ///< when the row is kNone: a bit per Method that the path does have

  bool found() const { return row != kNone; }
};

/// "GET, HEAD, PUT": the Allow field (RFC 9110 section 10.2.1) of a 405.
std::string allow_field(std::uint32_t allowed);

/// A route table compiled into a trie of segments. A literal beats a parameter, a parameter beats the rest; where that
/// leads nowhere the next is tried. HEAD is answered by GET's row. Nothing is decoded. Immutable; any thread; a look-up
/// allocates nothing.
class Router {
 public:
  explicit Router(std::span<const RoutePattern> rows);
  ~Router();
  Router(Router&&) noexcept;

  RouteMatch find(Method method, std::string_view path) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace entrepot::http
