#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "http/client_address.h"
#include "http/handler.h"
#include "net/event_loops.h"
#include "net/task.h"

namespace entrepot::http {

struct Listener {
  std::string address;     ///< "127.0.0.1" or "::1"
  std::uint16_t port = 0;  ///< 0 picks one
  bool tls = false;
};

/// Limits that every connection is held to.
struct Limits {
  std::size_t max_header_bytes = 32 * 1024;
  std::size_t max_header_fields = 100;
  std::size_t max_connections = 20'000;            ///< over it: 503 with Retry-After, then close
  std::size_t max_waiting_requests = 4'096;        ///< requests inside `handle`, all connections; over it: 503
  std::size_t max_kept_bodies = 64 * 1024 * 1024;  ///< bytes of bodies that come with an h2c upgrade, all connections
  std::uint32_t max_concurrent_streams = 250;
  std::chrono::milliseconds header_timeout{15'000};      ///< from the first byte of a head to its end
  std::chrono::milliseconds body_timeout{30'000};        ///< without any progress of the body
  std::chrono::milliseconds keep_alive_timeout{75'000};  ///< between requests
  std::chrono::milliseconds write_timeout{60'000};       ///< without any progress of the answer
  std::chrono::milliseconds drain_deadline{30'000};
  std::chrono::milliseconds pace_window{30'000};  ///< over so much waiting for a client's bytes, either way,
  std::uint64_t least_rate = 1024;                ///< fewer bytes a second than this are as good as none
};

struct ServerOptions {
  std::vector<Listener> listeners;
  std::string certificate_file;  ///< PEM chain
  std::string key_file;          ///< PEM
  Limits limits;
  std::vector<AddressBlock> trusted_proxies;  ///< whose X-Forwarded-For is believed
};

/// Numbers for /metrics. Any thread.
struct ServerNumbers {
  std::uint64_t connections_open = 0;
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;
  std::uint64_t requests_waiting = 0;
  std::uint64_t streams_reset_by_peer = 0;
  std::uint64_t protocol_errors = 0;
  std::uint64_t requests_overloaded = 0;
};

/// Listens (one SO_REUSEPORT socket per loop and listener), speaks TLS with ALPN, HTTP/1.1, h2 and h2c, and hands
/// requests to the Handler. Owned by the composition root; `start` and `stop` from its thread.
class Server {
 public:
  static Result<std::unique_ptr<Server>> start(net::EventLoops& loops, ServerOptions options, Handler& handler);
  ~Server();  ///< stops

  /// As given, with real ports.
  const std::vector<Listener>& listeners() const;
  /// Reads the certificate files again; on error the old ones stay. Any thread.
  Result<void> reload_certificates();
  ServerNumbers numbers() const;
  bool draining() const;
  /// Stops accepting (closes the listeners), sends GOAWAY and `connection: close`, finishes what runs; at the drain
  /// deadline closes what is left. Blocks until no connection is open.
  void stop();

 private:
  Server();
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace entrepot::http
