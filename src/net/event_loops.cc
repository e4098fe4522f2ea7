#include "net/event_loops.h"

#include <pthread.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <thread>
#include <utility>

#include "base/log.h"

namespace entrepot::net {
namespace asio = boost::asio;
namespace {

using WorkGuard = asio::executor_work_guard<asio::io_context::executor_type>;

/// Keeps `make` (and so what its lambda captures) alive as long as the coroutine it makes.
Task<void> keep_and_run(std::move_only_function<Task<void>()> make) {
  co_await make();
}

/// sendfile(2) has no MSG_NOSIGNAL: without this a client that hangs up in the middle of a file would end the process.
/// The signal goes to the thread that writes, so blocking it here leaves the process's own handling alone.
void block_broken_pipe_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void log_escaped(const std::exception_ptr& problem) {
  if (!problem) return;
  try {
    std::rethrow_exception(problem);
  } catch (const std::exception& exception) {
    log_error("an exception ended a background coroutine", {{"detail", exception.what()}});
  } catch (...) {
    log_error("an unknown exception ended a background coroutine");
  }
}

}  // namespace

struct EventLoops::State {
  struct Loop {
    asio::io_context context{1};  // one thread runs it; others may post
    std::thread thread;
    std::optional<WorkGuard> work;
  };
  std::vector<std::unique_ptr<Loop>> loops;
};

EventLoops::EventLoops(std::size_t count) : state_(std::make_unique<State>()) {
  for (std::size_t i = 0; i < count; ++i) {
    auto loop = std::make_unique<State::Loop>();
    loop->work.emplace(loop->context.get_executor());
    state_->loops.push_back(std::move(loop));
  }
}

EventLoops::~EventLoops() {
  stop();
}

std::size_t EventLoops::count() const {
  return state_->loops.size();
}

asio::io_context& EventLoops::loop(std::size_t index) {
  return state_->loops[index]->context;
}

void EventLoops::start() {
  for (std::size_t i = 0; i < state_->loops.size(); ++i) {
    State::Loop& loop = *state_->loops[i];
    loop.thread = std::thread([&context = loop.context] {
      block_broken_pipe_signal();
      context.run();
    });
    pthread_setname_np(loop.thread.native_handle(), ("loop-" + std::to_string(i)).c_str());
  }
}

void EventLoops::spawn(std::size_t index, std::move_only_function<Task<void>()> make) {
  asio::co_spawn(loop(index), keep_and_run(std::move(make)), log_escaped);
}

void EventLoops::stop() {
  for (const auto& loop : state_->loops) {
    loop->work.reset();
    loop->context.stop();
  }
  for (const auto& loop : state_->loops) {
    if (loop->thread.joinable()) loop->thread.join();
  }
}

Task<void> sleep_for(std::chrono::milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

namespace internal {

void run_to_end(std::move_only_function<Task<void>()> make) {
  asio::io_context context(1);
  std::exception_ptr problem;
  asio::co_spawn(context, keep_and_run(std::move(make)), [&problem](std::exception_ptr escaped) { problem = escaped; });
  context.run();
  if (problem) std::rethrow_exception(problem);
}

}  // namespace internal
}  // namespace entrepot::net
