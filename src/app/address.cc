#include "app/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/encoding.h"
#include "base/try.h"
#include "base/units.h"

namespace entrepot::app {
namespace {

bool is_numeric_address(const std::string& host) {
  in6_addr scratch{};
  return ::inet_pton(AF_INET, host.c_str(), &scratch) == 1 || ::inet_pton(AF_INET6, host.c_str(), &scratch) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const std::optional<std::uint64_t> port = parse_number(text);
  if (!port.has_value() || *port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

Result<Address> parse_address(std::string_view text, std::string_view option) {
  const std::size_t colon = text.rfind(':');
  std::string host(text.substr(0, colon));
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  const auto port = colon == std::string_view::npos ? std::nullopt : parse_port(text.substr(colon + 1));
  const bool is_version_6 = host.find(':') != std::string::npos;
  if (!port.has_value() || !is_numeric_address(host) || is_version_6 != bracketed) {
    return invalid(
        fmt::format("`{}` is no address for the option `{}`: write ADDR:PORT, for example 127.0.0.1:8088, "
                    "0.0.0.0:8088 or [::1]:8088.",
                    text, option));
  }
  return Address{std::move(host), *port};
}

}  // namespace

Result<std::vector<Address>> parse_addresses(std::string_view text, std::string_view option) {
  std::vector<Address> addresses;
  if (text.empty() || text == "none") return addresses;
  while (true) {
    const std::size_t comma = text.find(',');
    TRY_ASSIGN(Address address, parse_address(text.substr(0, comma), option));
    addresses.push_back(std::move(address));
    if (comma == std::string_view::npos) return addresses;
    text.remove_prefix(comma + 1);
  }
}

std::string to_text(const Address& address) {
  const bool is_version_6 = address.host.find(':') != std::string::npos;
  return is_version_6 ? fmt::format("[{}]:{}", address.host, address.port)
                      : fmt::format("{}:{}", address.host, address.port);
}

Result<std::string> parse_public_url(std::string_view text) {
  const auto refuse = [&] {
    return invalid(
        fmt::format("`{}` is no value for the option `public-url`: write http(s)://host[:port][/base/path], "
                    "without query, fragment or credentials.",
                    text));
  };
  std::string_view rest = text;
  std::string scheme;
  for (const std::string_view known : {"http://", "https://"}) {
    if (rest.size() > known.size() && equals_ignoring_case(rest.substr(0, known.size()), known)) scheme = known;
  }
  if (scheme.empty()) return refuse();
  rest.remove_prefix(scheme.size());
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  const auto is_plain = [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("?#@\\\"<>%{}|^`").find(c) == std::string_view::npos;
  };
  if (authority.empty() || !std::ranges::all_of(rest, is_plain)) return refuse();
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos && (colon == 0 || !parse_port(authority.substr(colon + 1)).has_value())) {
    return refuse();
  }
  return scheme + to_lower(authority) + std::string(rest.substr(authority.size()));
}

}  // namespace entrepot::app
