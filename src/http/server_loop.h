#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/handler.h"
#include "http/outbox.h"
#include "http/refusal.h"
#include "http/request_id.h"
#include "http/server.h"
#include "http/tls_context.h"
#include "net/reactor.h"

namespace entrepot::http {

class Connection;

/// What all loops of a server share. Lives as long as any connection. Any thread.
struct ServerShared {
  ServerShared(ServerOptions given, Handler& answers) : options(std::move(given)), handler(answers) {}

  const ServerOptions options;
  Handler& handler;
  std::unique_ptr<TlsContext> tls;
  std::atomic<bool> draining = false;
  std::atomic<std::uint64_t> connections_open = 0;
  std::atomic<std::uint64_t> connections_accepted = 0;
  std::atomic<std::uint64_t> connections_refused = 0;
  std::atomic<std::uint64_t> requests_waiting = 0;
  std::atomic<std::uint64_t> body_bytes_kept = 0;
  std::atomic<std::uint64_t> streams_reset_by_peer = 0;
  std::atomic<std::uint64_t> protocol_errors = 0;
  std::atomic<std::uint64_t> requests_overloaded = 0;
  RefusalLines refusal_lines;
};

/// Milliseconds of the monotonic clock, a few of them coarse: for timeouts.
using Tick = std::int64_t;
Tick coarse_now();

/// A server's part on one event loop: its listening sockets, its connections, the buffers they take turns in, and one
/// coarse timer for all their timeouts. Shared by the server, the loop's callbacks and the requests that run. The
/// loop's thread only, except construction.
class ServerLoop : public std::enable_shared_from_this<ServerLoop> {
 public:
  ServerLoop(boost::asio::io_context& context, std::shared_ptr<ServerShared> shared);
  ~ServerLoop();

  /// Takes over a listening socket.
  void add_listener(int socket, bool tls);
  void start();
  /// Accepts what the kernel has queued, then stops listening and lets every connection finish.
  void begin_drain();
  /// Closes whatever is left and lets go of the loop.
  void shut_down();

  /// Takes over an accepted socket.
  void adopt(int socket, bool tls, std::string peer);
  /// The connection is closed: it is freed after the running batch of events.
  void bury(Connection& connection);

  ServerShared& shared() { return *shared_; }
  const Limits& limits() const { return shared_->options.limits; }
  Handler& handler() { return shared_->handler; }
  net::Reactor& reactor() { return reactor_; }
  boost::asio::io_context& context() { return context_; }

  /// Where every read goes first, so that idle connections hold no buffer.
  std::vector<char>& input() { return input_; }
  /// Where answers are put together before they are sent; empty between uses.
  std::string& output() { return output_; }
  std::vector<Field>& fields() { return fields_; }
  Outbox& outbox() { return outbox_; }
  /// "Sun, 22 Nov 2026 08:22:38 GMT", made once a second.
  std::string_view date();
  RequestIdMaker& request_ids() { return request_ids_; }
  Tick tick_length() const { return tick_length_; }

 private:
  class Acceptor;

  void wait_for_tick();
  void on_tick();

  boost::asio::io_context& context_;
  std::shared_ptr<ServerShared> shared_;
  net::Reactor reactor_;
  boost::asio::steady_timer timer_;
  Tick tick_length_;
  bool stopped_ = false;
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::vector<std::shared_ptr<Connection>> buried_;
  std::vector<char> input_;
  std::string output_;
  Outbox outbox_;
  std::vector<Field> fields_;
  RequestIdMaker request_ids_;
  std::int64_t date_second_ = 0;
  std::string date_;
};

}  // namespace entrepot::http
