#include "http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/encoding.h"

namespace entrepot::http {
namespace {

constexpr std::size_t kVersion4Start = 12;  // of an IPv4 address among the bytes of its IPv6 form

using AddressBytes = std::array<unsigned char, 16>;

std::optional<AddressBytes> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.empty() || text.size() >= terminated.size()) return std::nullopt;
  std::ranges::copy(text, terminated.begin());
  AddressBytes bytes{};
  if (::inet_pton(AF_INET6, terminated.data(), bytes.data()) == 1) return bytes;
  bytes = {};
  bytes[10] = bytes[11] = 0xff;  // RFC 4291 section 2.5.5.2
  if (::inet_pton(AF_INET, terminated.data(), bytes.data() + kVersion4Start) == 1) return bytes;
  return std::nullopt;
}

/// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1", "[2001:db8::1]:4711": what proxies write.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
  const std::size_t colon = text.find(':');
  return colon == text.rfind(':') ? text.substr(0, colon) : text;
}

bool is_in(std::span<const AddressBlock> blocks, std::string_view address) {
  return std::ranges::any_of(blocks, [address](const AddressBlock& block) { return block.contains(address); });
}

}  // namespace

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view first_text = text.substr(0, slash);
  const auto first = parse_address(first_text);
  if (!first) return std::nullopt;
  const bool is_version_6 = first_text.find(':') != std::string_view::npos;
  const std::size_t most = is_version_6 ? 128 : 32;
  std::size_t bits = most;
  if (slash != std::string_view::npos) {
    const std::string_view bits_text = text.substr(slash + 1);
    const char* const end = bits_text.data() + bits_text.size();
    const auto [stop, error] = std::from_chars(bits_text.data(), end, bits);
    if (error != std::errc{} || stop != end || bits > most) return std::nullopt;
  }
  return AddressBlock(*first, bits + (is_version_6 ? 0 : 8 * kVersion4Start));
}

bool AddressBlock::contains(std::string_view address) const {
  const auto bytes = parse_address(address);
  if (!bytes) return false;
  const std::size_t whole = bits_ / 8;
  if (!std::equal(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(whole), first_.begin())) return false;
  const std::size_t rest = bits_ % 8;
  return rest == 0 || ((*bytes)[whole] ^ first_[whole]) >> (8 - rest) == 0;
}

std::string_view client_address(std::span<const AddressBlock> trusted, std::string_view peer,
                                std::span<const Field> fields) {
  std::string_view client = peer;
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    if (field->name != "x-forwarded-for") continue;
    std::string_view hops = field->value;
    while (!hops.empty()) {
      if (!is_in(trusted, client)) return client;
      const std::size_t comma = hops.rfind(',');
      const std::string_view hop =
          without_port(trimmed(comma == std::string_view::npos ? hops : hops.substr(comma + 1)));
      if (!parse_address(hop)) return client;
      client = hop;
      hops = hops.substr(0, comma == std::string_view::npos ? 0 : comma);
    }
  }
  return client;
}

}  // namespace entrepot::http
