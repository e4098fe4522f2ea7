#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace entrepot::http {

/// A request's name in the log and in x-request-id: 16 hex digits.
using RequestId = std::array<char, 16>;

inline std::string_view view(const RequestId& id) {
  return {id.data(), id.size()};
}

/// Names requests: a counter mixed with a random start, so that names of different loops, nodes and runs hardly ever
/// meet. Not secret. One per loop.
class RequestIdMaker {
 public:
  RequestIdMaker();
  RequestId next();

 private:
  std::uint64_t state_;
};

}  // namespace entrepot::http
