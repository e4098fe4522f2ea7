#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace entrepot::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A property that must hold for every input; the fuzzer sees a crash when it does not.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace entrepot::fuzz
