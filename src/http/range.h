#pragma once

#include <cstdint>
#include <string_view>

namespace entrepot::http {

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// What a Range field asks of something `size` bytes long (RFC 9110 section 14).
struct RangeAnswer {
  enum class Kind : std::uint8_t {
    whole,          ///< no range of bytes, a malformed one, or several: answered with everything
    part,           ///< 206
    unsatisfiable,  ///< 416
  };
  Kind kind = Kind::whole;
  ByteRange range;
};
RangeAnswer parse_range(std::string_view field, std::uint64_t size);

}  // namespace entrepot::http
