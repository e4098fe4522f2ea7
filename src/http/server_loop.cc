#include "http/server_loop.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "http/connection.h"

namespace entrepot::http {
namespace {

constexpr std::size_t kInputSize = 64 * 1024;
constexpr int kAcceptsPerTurn = 64;
constexpr Tick kLongestTick = 500;
constexpr Tick kShortestTick = 20;

/// Timeouts are kept to about an eighth of their length.
Tick tick_for(const Limits& limits) {
  const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.keep_alive_timeout,
                                  limits.write_timeout, limits.drain_deadline});
  return std::clamp<Tick>(shortest.count() / 8, kShortestTick, kLongestTick);
}

/// Connections beyond the limit that are still told 503; past them the kernel's queue has to hold the rest.
std::uint64_t refusals_at_once(const Limits& limits) {
  return std::max<std::uint64_t>(16, limits.max_connections / 16);
}

std::string peer_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
  } else {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
      ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
    } else {
      ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
  }
  return text.data();
}

}  // namespace

Tick coarse_now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return static_cast<Tick>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

/// A listening socket. When accepting fails for want of descriptors or memory, or the connection limit leaves no room
/// even for refusals, it rests until the next tick: the kernel's queue keeps the clients meanwhile.
class ServerLoop::Acceptor final : public net::Watcher {
 public:
  Acceptor(ServerLoop& loop, int socket, bool tls) : loop_(loop), socket_(socket), tls_(tls) {}
  ~Acceptor() override { close(); }

  bool start() { return loop_.reactor_.add(socket_, EPOLLIN, this); }

  void on_ready(std::uint32_t) override { accept_some(kAcceptsPerTurn); }

  void accept_some(int most) {
    for (int i = 0; i < most && socket_ >= 0; ++i) {
      // In a drain whoever is left in the queue would be reset; better too many for a moment, each with its 503.
      if (!loop_.shared_->draining && !has_room()) return rest();
      sockaddr_storage address{};
      socklen_t length = sizeof address;
      const int accepted =
          ::accept4(socket_, reinterpret_cast<sockaddr*>(&address), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (accepted >= 0) {
        loop_.adopt(accepted, tls_, peer_text(address));
        continue;
      }
      if (errno == EAGAIN || errno == EWOULDBLOCK) return;
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        log_warning("no new connection can be accepted for a moment", {{"error_number", errno}});
        return rest();
      }
    }
  }

  void wake() {
    if (std::exchange(resting_, false)) loop_.reactor_.change(socket_, EPOLLIN, this);
  }

  void close() {
    if (socket_ < 0) return;
    loop_.reactor_.remove(socket_, this);
    ::close(std::exchange(socket_, -1));
  }

 private:
  bool has_room() const {
    const Limits& limits = loop_.limits();
    return loop_.shared_->connections_open < limits.max_connections + refusals_at_once(limits);
  }

  void rest() {
    resting_ = true;
    loop_.reactor_.change(socket_, 0, this);
  }

  ServerLoop& loop_;
  int socket_;
  bool tls_;
  bool resting_ = false;
};

ServerLoop::ServerLoop(boost::asio::io_context& context, std::shared_ptr<ServerShared> shared)
    : context_(context),
      shared_(std::move(shared)),
      reactor_(context,
               [this] {
                 outbox_.send_all();
                 buried_.clear();
               }),
      timer_(context),
      tick_length_(tick_for(shared_->options.limits)),
      input_(std::max(kInputSize, 2 * shared_->options.limits.max_header_bytes)) {}

ServerLoop::~ServerLoop() = default;

void ServerLoop::add_listener(int socket, bool tls) {
  acceptors_.push_back(std::make_unique<Acceptor>(*this, socket, tls));
}

void ServerLoop::start() {
  reactor_.start();
  for (const auto& acceptor : acceptors_) acceptor->start();
  wait_for_tick();
}

void ServerLoop::wait_for_tick() {
  timer_.expires_after(std::chrono::milliseconds(tick_length_));
  timer_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error && !self->stopped_) self->on_tick();
  });
}

void ServerLoop::on_tick() {
  const Tick now = coarse_now();
  // Backwards, because a connection that closes is replaced by the last one.
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (i < connections_.size()) connections_[i]->on_tick(now);
  }
  for (const auto& acceptor : acceptors_) acceptor->wake();
  buried_.clear();
  wait_for_tick();
}

void ServerLoop::adopt(int socket, bool tls, std::string peer) {
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const std::uint64_t others = shared_->connections_open.fetch_add(1);
  const bool refused = others >= limits().max_connections;
  ++(refused ? shared_->connections_refused : shared_->connections_accepted);
  auto connection =
      std::make_shared<Connection>(shared_from_this(), socket, std::move(peer),
                                   refused ? Connection::Admission::refused : Connection::Admission::welcome);
  if (!connection->start(tls)) {
    --shared_->connections_open;
    return;
  }
  connection->index = connections_.size();
  connections_.push_back(std::move(connection));
}

void ServerLoop::bury(Connection& connection) {
  --shared_->connections_open;
  const std::size_t index = connection.index;
  buried_.push_back(std::move(connections_[index]));
  if (index + 1 != connections_.size()) {
    connections_[index] = std::move(connections_.back());
    connections_[index]->index = index;
  }
  connections_.pop_back();
}

void ServerLoop::begin_drain() {
  for (const auto& acceptor : acceptors_) {
    // Who is in the kernel's queue thinks it is connected; closing the listener would reset it.
    acceptor->accept_some(SOMAXCONN);
    acceptor->close();
  }
  acceptors_.clear();
  for (std::size_t i = connections_.size(); i-- > 0;) {
    if (i < connections_.size()) connections_[i]->begin_drain();
  }
}

void ServerLoop::shut_down() {
  stopped_ = true;
  acceptors_.clear();
  while (!connections_.empty()) connections_.back()->close();
  buried_.clear();
  timer_.cancel();
  reactor_.stop();
}

std::string_view ServerLoop::date() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &time);
  if (time.tv_sec != date_second_ || date_.empty()) {
    date_second_ = time.tv_sec;
    date_ = to_http_date(from_unix(time.tv_sec));
  }
  return date_;
}

}  // namespace entrepot::http
