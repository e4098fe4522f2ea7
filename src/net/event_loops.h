#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "net/task.h"

namespace entrepot::net {

/// The program's event loops: one thread and one io_context each. A connection stays on the loop that accepted it.
class EventLoops {
 public:
  explicit EventLoops(std::size_t count);
  ~EventLoops();  ///< stops
  EventLoops(const EventLoops&) = delete;
  EventLoops& operator=(const EventLoops&) = delete;

  std::size_t count() const;
  boost::asio::io_context& loop(std::size_t index);

  void start();  ///< starts the threads
  /// Starts a coroutine on a loop that its owner will end: every owner has a stop() that waits for what it spawned.
  void spawn(std::size_t index, std::move_only_function<Task<void>()> make);
  /// Ends the loops and joins the threads. What still waits is destroyed with this object, so whoever could resume it
  /// (pools, database threads, servers) must have been stopped before.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Waits on the current loop.
Task<void> sleep_for(std::chrono::milliseconds duration);

namespace internal {
void run_to_end(std::move_only_function<Task<void>()> make);
}

/// Runs a coroutine to its end on a loop of its own, on this thread: for tests, the CLI and start-up.
template <typename T>
T run_here(Task<T> task) {
  std::optional<T> outcome;
  // The lambda lives until run_to_end returns, and with it what it captures.
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-capturing-lambda-coroutines)
  internal::run_to_end([&]() -> Task<void> { outcome.emplace(co_await std::move(task)); });
  return std::move(*outcome);
}

}  // namespace entrepot::net
