#include "http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/log.h"
#include "base/try.h"
#include "http/server_loop.h"

namespace entrepot::http {
namespace {

constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kPoll{5};
/// After the drain deadline: for handlers that are still running to come to an end.
constexpr std::chrono::milliseconds kGrace{5'000};

struct Address {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

Result<Address> parse_address(const Listener& listener) {
  Address address;
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (::inet_pton(AF_INET, listener.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(listener.port);
    address.length = sizeof(sockaddr_in);
  } else if (::inet_pton(AF_INET6, listener.address.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(listener.port);
    address.length = sizeof(sockaddr_in6);
  } else {
    return invalid("The address to listen on, '" + listener.address + "', is not an IPv4 or IPv6 address.");
  }
  return address;
}

std::unexpected<Error> cannot_listen(const Listener& listener, int error_number) {
  return fail(ErrorCode::invalid, "Cannot listen on " + listener.address + " port " + std::to_string(listener.port) +
                                      ": " + std::generic_category().message(error_number) + ".");
}

/// A listening socket; sets the real port in `listener`.
Result<int> listen_on(Listener& listener) {
  TRY_ASSIGN(Address address, parse_address(listener));
  auto* const name = reinterpret_cast<sockaddr*>(&address.storage);
  const int descriptor = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return cannot_listen(listener, errno);
  const int on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (::bind(descriptor, name, address.length) != 0 || ::listen(descriptor, kBacklog) != 0 ||
      ::getsockname(descriptor, name, &address.length) != 0) {
    const int error_number = errno;
    ::close(descriptor);
    return cannot_listen(listener, error_number);
  }
  listener.port =
      ntohs(address.storage.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(address.storage).sin_port
                                                 : reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port);
  return descriptor;
}

/// With SO_REUSEPORT another process of the same user could silently share the port; a server must notice that it is
/// taken.
Result<void> check_free(const Listener& listener) {
  if (listener.port == 0) return {};
  TRY_ASSIGN(const Address address, parse_address(listener));
  const int probe = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return cannot_listen(listener, errno);
  const int on = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const int bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address.storage), address.length);
  const int error_number = errno;
  ::close(probe);
  if (bound != 0) return cannot_listen(listener, error_number);
  return {};
}

}  // namespace

struct Server::State {
  net::EventLoops* event_loops = nullptr;
  std::shared_ptr<ServerShared> shared;
  std::vector<Listener> listeners;
  std::vector<std::shared_ptr<ServerLoop>> loops;
  bool stopped = false;

  /// Runs on every loop and waits until all have done it.
  void on_every_loop(void (ServerLoop::*action)()) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t left = loops.size();
    for (const auto& loop : loops) {
      if (loop->context().stopped()) {  // then nobody else runs there
        ((*loop).*action)();
        const std::lock_guard lock(mutex);
        --left;
        continue;
      }
      boost::asio::post(loop->context(), [&, loop] {
        ((*loop).*action)();
        const std::lock_guard lock(mutex);
        --left;
        changed.notify_all();
      });
    }
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return left == 0; });
  }

  /// Whether no connection is open and no handler runs, before the time is over.
  bool wait_until_idle(std::chrono::milliseconds most) const {
    const auto deadline = std::chrono::steady_clock::now() + most;
    while (shared->connections_open > 0 || shared->requests_waiting > 0) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::sleep_for(kPoll);
    }
    return true;
  }
};

Server::Server() : state_(std::make_shared<State>()) {}

Server::~Server() {
  stop();
}

Result<std::unique_ptr<Server>> Server::start(net::EventLoops& loops, ServerOptions options, Handler& handler) {
  std::unique_ptr<Server> server(new Server);
  State& state = *server->state_;
  state.event_loops = &loops;
  state.listeners = options.listeners;
  state.shared = std::make_shared<ServerShared>(std::move(options), handler);
  const ServerOptions& kept = state.shared->options;
  for (const Listener& listener : state.listeners) {
    TRY(check_free(listener));
    if (!listener.tls || state.shared->tls != nullptr) continue;
    TRY_ASSIGN(state.shared->tls, TlsContext::load(kept.certificate_file, kept.key_file));
  }
  std::vector<std::shared_ptr<ServerLoop>> fresh;
  for (std::size_t i = 0; i < loops.count(); ++i) {
    fresh.push_back(std::make_shared<ServerLoop>(loops.loop(i), state.shared));
    for (Listener& listener : state.listeners) {
      TRY_ASSIGN(const int descriptor, listen_on(listener));
      fresh.back()->add_listener(descriptor, listener.tls);
    }
  }
  state.loops = std::move(fresh);
  for (const auto& loop : state.loops) {
    boost::asio::post(loop->context(), [loop] { loop->start(); });
  }
  return server;
}

const std::vector<Listener>& Server::listeners() const {
  return state_->listeners;
}

Result<void> Server::reload_certificates() {
  if (state_->shared->tls == nullptr) return {};
  return state_->shared->tls->reload();
}

ServerNumbers Server::numbers() const {
  const ServerShared& shared = *state_->shared;
  return {.connections_open = shared.connections_open,
          .connections_accepted = shared.connections_accepted,
          .connections_refused = shared.connections_refused,
          .requests_waiting = shared.requests_waiting,
          .streams_reset_by_peer = shared.streams_reset_by_peer,
          .protocol_errors = shared.protocol_errors,
          .requests_overloaded = shared.requests_overloaded};
}

bool Server::draining() const {
  return state_->shared->draining;
}

void Server::stop() {
  if (state_->loops.empty() || std::exchange(state_->stopped, true)) return;
  ServerShared& shared = *state_->shared;
  shared.draining = true;
  state_->on_every_loop(&ServerLoop::begin_drain);
  if (!state_->wait_until_idle(shared.options.limits.drain_deadline)) {
    log_warning("connections are closed before they are done, because the drain deadline has passed",
                {{"connections", static_cast<std::int64_t>(shared.connections_open.load())}});
  }
  state_->on_every_loop(&ServerLoop::shut_down);
  state_->wait_until_idle(kGrace);
  // The last of each loop goes where its sockets and timers were used.
  for (auto& loop : std::exchange(state_->loops, {})) {
    auto& context = loop->context();
    boost::asio::post(context, [last = std::move(loop)] {});
  }
}

}  // namespace entrepot::http
