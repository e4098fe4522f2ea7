#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "base/error.h"
#include "store/database.h"

namespace entrepot::store {

using SteadyTime = std::chrono::steady_clock::time_point;

/// A piece of work and whom to tell.
struct PendingWork {
  Database::Work work;
  std::move_only_function<void(Result<void>)> done;  ///< called exactly once, on any thread
  SteadyTime give_up{};                              ///< set by the queue
};

/// Ends the work: destroyed first, because telling may free what it refers to.
void finish(PendingWork pending, Result<void> outcome);

/// Work on its way to the database's threads, first come, first served; bounded in number and in time. Any thread.
class WorkQueue {
 public:
  WorkQueue(std::size_t limit, std::chrono::milliseconds wait_limit) : limit_(limit), wait_limit_(wait_limit) {}

  /// Refused work is told so at once: `unavailable`, because the queue is full or stopped.
  void push(PendingWork pending);
  /// Waits for work; nullopt once the queue is stopped and empty.
  std::optional<PendingWork> pop();
  /// What is waiting already, if anything.
  std::optional<PendingWork> try_pop();

  /// Tells work that has waited too long; gives the time at which to look again.
  SteadyTime drop_overdue(SteadyTime now);

  /// Refuses new work; what is queued can still be popped.
  void stop();

 private:
  std::optional<PendingWork> take_first();  ///< under the lock

  const std::size_t limit_;
  const std::chrono::milliseconds wait_limit_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<PendingWork> waiting_;  // in the order of their deadlines, as all may wait equally long
  bool stopped_ = false;
};

}  // namespace entrepot::store
