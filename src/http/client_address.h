#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "http/fields.h"

namespace entrepot::http {

/// A block of IP addresses, as in "10.0.0.0/8", "2001:db8::/32", or a single address (RFC 4632, RFC 4291 section 2.3).
/// IPv4 is kept as the IPv6 addresses that stand for it. A value.
class AddressBlock {
 public:
  static std::optional<AddressBlock> parse(std::string_view text);
  /// False for what is no address.
  bool contains(std::string_view address) const;

 private:
  using Bytes = std::array<unsigned char, 16>;
  AddressBlock(const Bytes& first, std::size_t bits) : first_(first), bits_(bits) {}

  Bytes first_;
  std::size_t bits_;  // of `first_` that count
};

/// Who sent a request that may have come through trusted proxies. Each proxy appends to X-Forwarded-For whom it was
/// asked by, so the field is read from the right for as long as the hop before it is trusted; what stands further left
/// anybody may have written. `Forwarded` (RFC 7239) is not looked at: a proxy that knows only the other field passes it
/// on from the client. The view is of `peer` or of a field; an entry that is no address counts as not there.
std::string_view client_address(std::span<const AddressBlock> trusted, std::string_view peer,
                                std::span<const Field> fields);

}  // namespace entrepot::http
