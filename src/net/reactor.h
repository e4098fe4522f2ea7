#pragma once

#include <sys/epoll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

namespace entrepot::net {

/// Something with a file descriptor that wants to know when it can be read or written.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// `events` are epoll's. Called on the loop; may remove or destroy any watcher, itself included.
  virtual void on_ready(std::uint32_t events) = 0;
};

/// Level-triggered readiness for thousands of connections on one event loop: an epoll set of its own inside the loop's,
/// so that a request costs no queue entry, allocation or lock of Asio's (docs/adr/0011-own-reactor.md). Linux only.
/// Everything on the loop's thread, except construction and destruction, which may also happen while it does not run.
class Reactor {
 public:
  /// `after_batch` runs after every batch of events: the place to free what callbacks have closed.
  Reactor(boost::asio::io_context& context, std::function<void()> after_batch);
  ~Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  void start();
  void stop();

  /// Whether a batch of events is being worked on: `after_batch` is to come.
  bool is_in_batch() const { return event_count_ > 0; }

  /// False (with errno) when the kernel refuses. `events`: EPOLLIN, EPOLLOUT, or 0 for errors only.
  bool add(int descriptor, std::uint32_t events, Watcher* watcher);
  void change(int descriptor, std::uint32_t events, Watcher* watcher);
  /// Before the descriptor is closed. The watcher gets no event any more, not even from the running batch.
  void remove(int descriptor, Watcher* watcher);

 private:
  void wait();
  void run_batches();

  struct Descriptor;  // Asio's view of the epoll set; shared with the pending wait
  std::shared_ptr<Descriptor> descriptor_;
  std::function<void()> after_batch_;
  std::array<epoll_event, 128> events_{};
  int event_count_ = 0;
  int next_event_ = 0;
};

}  // namespace entrepot::net
