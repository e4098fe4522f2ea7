#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/try.h"
#include "net/task.h"

namespace entrepot::net {

/// Threads for work that blocks (files, hashing, argon2), so that event loops never do. Bounded queue: when it is full,
/// `run` answers `unavailable` at once. Any thread may call; the caller's coroutine resumes on its own loop.
class BlockingPool {
 public:
  BlockingPool(std::size_t threads, std::size_t queue_limit);
  ~BlockingPool();  ///< stops
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Runs `work` on a pool thread; `work` returns a Result<T> and must not throw.
  template <typename Work, typename Outcome = std::invoke_result_t<Work&>>
  Task<Outcome> run(Work work) {
    std::optional<Outcome> outcome;
    CO_TRY(co_await run_erased([&] { outcome.emplace(work()); }));
    co_return std::move(*outcome);
  }

  /// Refuses new work, finishes what is queued, joins the threads.
  void stop();

 private:
  Task<Result<void>> run_erased(std::move_only_function<void()> work);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::net
