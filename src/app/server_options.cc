#include "app/server_options.h"

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

}  // namespace

Result<http::ServerOptions> to_server_options(const Options& options) {
  http::ServerOptions server;
  TRY(add_listeners(server.listeners, options.listen, "listen", ListenerKind::cleartext));
  TRY(add_listeners(server.listeners, options.tls_listen, "tls-listen", ListenerKind::tls));
  if (server.listeners.empty()) return invalid("There is no address to listen on: set `listen` or `tls-listen`.");
  if (server.listeners.back().tls && (options.tls_cert.empty() || options.tls_key.empty())) {
    return invalid("The option `tls-listen` needs a certificate and its key: set `tls-cert` and `tls-key`.");
  }
  server.certificate_file = options.tls_cert;
  server.key_file = options.tls_key;
  server.limits = to_limits(options);
  return server;
}

std::string local_url(const http::Listener& listener) {
  Address address{listener.address, listener.port};
  if (address.host == "0.0.0.0") address.host = "127.0.0.1";
  if (address.host == "::") address.host = "::1";
  return (listener.tls ? "https://" : "http://") + to_text(address);
}

std::string first_address(const std::vector<http::Listener>& listeners, ListenerKind kind) {
  for (const http::Listener& listener : listeners) {
    if (listener.tls == (kind == ListenerKind::tls)) return to_text({listener.address, listener.port});
  }
  return {};
}

}  // namespace entrepot::app
