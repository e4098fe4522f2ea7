#pragma once

#include <functional>
#include <memory>

#include "net/task.h"

namespace entrepot::net {

/// Calls `start` with a `done` that some other thread calls exactly once when its work is finished; the awaiting
/// coroutine then resumes on its own event loop. `start` runs before the coroutine suspends for good, so `done` may
/// even be called inside it. Whoever holds `done` must call or drop it before the loop is destroyed: stop threads
/// before loops. Results travel through what `start` and the work capture; they may refer to the awaiting coroutine's
/// frame.
///
///   Outcome outcome;
///   co_await wait_for_thread([&](std::move_only_function<void()> done) {
///     queue.push([&outcome, done = std::move(done)]() mutable { outcome = work(); done(); });
///   });
Task<void> wait_for_thread(std::move_only_function<void(std::move_only_function<void()> done)> start);

/// Wakes one coroutine from another place on the same event loop. A notification that comes before the wait is
/// remembered. One waiter at most. On one loop only; the waiter keeps the object alive.
class Signal {
 public:
  Signal();
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  Task<void> wait();
  /// Never resumes the waiter inside the call: it runs when the loop comes to it.
  void notify();

 private:
  bool notified_ = false;
  std::move_only_function<void()> waiter_;
};

}  // namespace entrepot::net
