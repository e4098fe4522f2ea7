#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace entrepot::app {

/// Where to listen: a numeric address without brackets, and a port (0 picks one).
struct Address {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Address&) const = default;
};

/// "127.0.0.1:8088", "[::1]:8088", "localhost:0", several separated by commas; `none` and "" are no address. Names
/// other than localhost are refused: which address a name means must not depend on a resolver at start.
Result<std::vector<Address>> parse_addresses(std::string_view text, std::string_view option);

/// "127.0.0.1:8088" or "[::1]:8088".
std::string to_text(const Address& address);

/// Checks `public-url`: http or https, a host, perhaps a port and a base path; without the trailing slash.
Result<std::string> parse_public_url(std::string_view text);

}  // namespace entrepot::app
