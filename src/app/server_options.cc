#include "app/server_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/address.h"
#include "app/process.h"
#include "base/log.h"
#include "base/try.h"

namespace entrepot::app {
namespace {

Result<void> add_listeners(std::vector<http::Listener>& listeners, std::string_view text, std::string_view option,
                           ListenerKind kind) {
  TRY_ASSIGN(const std::vector<Address> addresses, parse_addresses(text, option));
  for (const Address& address : addresses) {
    listeners.push_back({.address = address.host, .port = address.port, .tls = kind == ListenerKind::tls});
  }
  return {};
}

http::Limits to_limits(const Options& options) {
  const std::uint64_t most = connections_within(descriptor_limit(), options.open_files);
  if (options.max_connections > most) {
    log_warning("max-connections is lowered, because this process may not open more files; raise its hard limit",
                {{"max_connections", static_cast<std::int64_t>(most)}});
  }
  http::Limits limits;
  limits.max_header_bytes = options.max_header_bytes;
  limits.max_header_fields = options.max_header_fields;
  limits.max_connections = std::min(options.max_connections, most);
  limits.max_waiting_requests = options.max_waiting_requests;
  limits.max_concurrent_streams = static_cast<std::uint32_t>(options.max_concurrent_streams);
  limits.header_timeout = options.header_timeout;
  limits.body_timeout = options.body_timeout;
  limits.keep_alive_timeout = options.keep_alive_timeout;
  limits.write_timeout = options.write_timeout;
  limits.drain_deadline = options.drain_deadline;
  return limits;
}

Result<std::vector<http::AddressBlock>> to_blocks(std::string_view text) {
  std::vector<http::AddressBlock> blocks;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view one = text.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const auto block = http::AddressBlock::parse(one);
    if (!block) {
      return invalid(
          fmt::format("`{}` is no value for the option `trusted-proxies`: write addresses and blocks separated by "
                      "commas, for example 127.0.0.1,10.0.0.0/8,fd00::/8.",
                      one));
    }
    blocks.push_back(*block);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return blocks;
}

bool is_web_url(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

}  // namespace

Result<http::ServerOptions> to_server_options(const Options& options) {
  http::ServerOptions server;
  TRY(add_listeners(server.listeners, options.listen, "listen", ListenerKind::cleartext));
  TRY(add_listeners(server.listeners, options.tls_listen, "tls-listen", ListenerKind::tls));
  if (server.listeners.empty()) return invalid("There is no address to listen on: set `listen` or `tls-listen`.");
  if (server.listeners.back().tls && (options.tls_cert.empty() || options.tls_key.empty())) {
    return invalid("The option `tls-listen` needs a certificate and its key: set `tls-cert` and `tls-key`.");
  }
  if (!server.listeners.back().tls && !(options.tls_cert.empty() && options.tls_key.empty())) {
    return invalid("The options `tls-cert` and `tls-key` do nothing without `tls-listen`.");
  }
  if (!options.public_url.empty() && !is_web_url(options.public_url)) {
    return invalid("The option `public-url` must start with http:// or https://.");
  }
  server.certificate_file = options.tls_cert;
  server.key_file = options.tls_key;
  TRY_ASSIGN(server.trusted_proxies, to_blocks(options.trusted_proxies));
  server.limits = to_limits(options);
  return server;
}

std::string local_url(const http::Listener& listener) {
  Address address{listener.address, listener.port};
  if (address.host == "0.0.0.0") address.host = "127.0.0.1";
  if (address.host == "::") address.host = "::1";
  return (listener.tls ? "https://" : "http://") + to_text(address);
}

// A TLS listener's own address would be no better choice: its certificate names a host, and hardly ever 127.0.0.1.
std::string_view public_url_doubt(const Options& options, const std::vector<http::Listener>& listeners) {
  if (!options.public_url.empty()) return {};
  const auto is_wildcard = [](const http::Listener& listener) {
    return listener.address == "0.0.0.0" || listener.address == "::";
  };
  if (std::ranges::any_of(listeners, is_wildcard)) {
    return "every link in this registry leads to this machine's own address, which others cannot follow: set the "
           "option "
           "public-url to the URL by which clients reach this server";
  }
  const auto is_tls = [](const http::Listener& listener) { return listener.tls; };
  if (std::ranges::any_of(listeners, is_tls) && !std::ranges::all_of(listeners, is_tls)) {
    return "every link in this registry leads to the cleartext address, for clients that come over TLS too: set the "
           "option public-url to the URL by which clients reach this server";
  }
  return {};
}

std::string first_address(const std::vector<http::Listener>& listeners, ListenerKind kind) {
  for (const http::Listener& listener : listeners) {
    if (listener.tls == (kind == ListenerKind::tls)) return to_text({listener.address, listener.port});
  }
  return {};
}

}  // namespace entrepot::app
