#include "net/reactor.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <utility>

namespace entrepot::net {
namespace {

/// After so many batches in a row Asio gets its turn (timers, resumed coroutines), even when more events are there.
constexpr int kBatchesPerTurn = 4;

}  // namespace

struct Reactor::Descriptor {
  explicit Descriptor(boost::asio::io_context& context) : stream(context, ::epoll_create1(EPOLL_CLOEXEC)) {}
  boost::asio::posix::stream_descriptor stream;
  bool stopped = false;
};

Reactor::Reactor(boost::asio::io_context& context, std::function<void()> after_batch)
    : descriptor_(std::make_shared<Descriptor>(context)), after_batch_(std::move(after_batch)) {}

Reactor::~Reactor() {
  stop();
}

void Reactor::start() {
  wait();
}

void Reactor::stop() {
  descriptor_->stopped = true;
  boost::system::error_code ignored;
  descriptor_->stream.cancel(ignored);
}

void Reactor::wait() {
  descriptor_->stream.async_wait(boost::asio::posix::descriptor_base::wait_read,
                                 [this, descriptor = descriptor_](boost::system::error_code error) {
                                   // After stop() the reactor itself may be gone already.
                                   if (descriptor->stopped || error) return;
                                   run_batches();
                                   if (!descriptor->stopped) wait();
                                 });
}

void Reactor::run_batches() {
  const std::shared_ptr<Descriptor> kept = descriptor_;
  for (int batch = 0; batch < kBatchesPerTurn; ++batch) {
    event_count_ = ::epoll_wait(kept->stream.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
    if (event_count_ <= 0) {
      event_count_ = 0;
      return;
    }
    for (next_event_ = 0; next_event_ < event_count_;) {
      const epoll_event& event = events_[static_cast<std::size_t>(next_event_++)];
      if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->on_ready(event.events);
    }
    event_count_ = 0;
    after_batch_();
    if (kept->stopped) return;
  }
}

bool Reactor::add(int descriptor, std::uint32_t events, Watcher* watcher) {
  epoll_event event{.events = events, .data = {.ptr = watcher}};
  return ::epoll_ctl(descriptor_->stream.native_handle(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Reactor::change(int descriptor, std::uint32_t events, Watcher* watcher) {
  epoll_event event{.events = events, .data = {.ptr = watcher}};
  ::epoll_ctl(descriptor_->stream.native_handle(), EPOLL_CTL_MOD, descriptor, &event);
}

void Reactor::remove(int descriptor, Watcher* watcher) {
  epoll_event unused{};
  ::epoll_ctl(descriptor_->stream.native_handle(), EPOLL_CTL_DEL, descriptor, &unused);
  for (int i = next_event_; i < event_count_; ++i) {
    epoll_event& event = events_[static_cast<std::size_t>(i)];
    if (event.data.ptr == watcher) event.data.ptr = nullptr;
  }
}

}  // namespace entrepot::net
