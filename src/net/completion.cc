#include "net/completion.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace entrepot::net {
namespace asio = boost::asio;
namespace {

using Resume = std::move_only_function<void()>;

/// Suspends the coroutine; `start` gets the function that posts it back to its executor, from whatever thread.
Task<void> suspend(std::move_only_function<void(Resume)> start) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [&start, &executor](auto handler) {
        // Outstanding work keeps a loop that runs only for this coroutine from ending too early.
        start([handler = std::move(handler),
               kept = asio::prefer(executor, asio::execution::outstanding_work.tracked)]() mutable {
          asio::post(kept, std::move(handler));
        });
      },
      asio::use_awaitable);
}

}  // namespace

Task<void> wait_for_thread(std::move_only_function<void(std::move_only_function<void()> done)> start) {
  co_await suspend(std::move(start));
}

Signal::Signal() = default;
Signal::~Signal() = default;

Task<void> Signal::wait() {
  if (!std::exchange(notified_, false)) {
    co_await suspend([this](Resume resume) { waiter_ = std::move(resume); });
  }
}

void Signal::notify() {
  if (waiter_) {
    std::exchange(waiter_, nullptr)();
  } else {
    notified_ = true;
  }
}

}  // namespace entrepot::net
