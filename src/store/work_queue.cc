#include "store/work_queue.h"

#include <utility>
#include <vector>

namespace entrepot::store {

void finish(PendingWork pending, Result<void> outcome) {
  pending.work = nullptr;
  pending.done(std::move(outcome));
}

void WorkQueue::push(PendingWork pending) {
  bool stopped = false;
  {
    std::lock_guard lock(mutex_);
    stopped = stopped_;
    if (!stopped && waiting_.size() < limit_) {
      pending.give_up = std::chrono::steady_clock::now() + wait_limit_;
      waiting_.push_back(std::move(pending));
      arrived_.notify_one();
      return;
    }
  }
  finish(std::move(pending), stopped ? unavailable("The server is shutting down.", 5)
                                     : unavailable("The server has too much to do. Try again in a moment.", 2,
                                                   "the database's queue is full"));
}

std::optional<PendingWork> WorkQueue::pop() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
  return take_first();
}

std::optional<PendingWork> WorkQueue::try_pop() {
  std::lock_guard lock(mutex_);
  return take_first();
}

std::optional<PendingWork> WorkQueue::take_first() {
  if (waiting_.empty()) return std::nullopt;
  std::optional<PendingWork> first(std::move(waiting_.front()));
  waiting_.pop_front();
  return first;
}

SteadyTime WorkQueue::drop_overdue(SteadyTime now) {
  std::vector<PendingWork> overdue;
  SteadyTime next = now + wait_limit_;  // whatever is pushed from now on can wait until then
  {
    std::lock_guard lock(mutex_);
    while (!waiting_.empty() && waiting_.front().give_up <= now) {
      overdue.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    if (!waiting_.empty()) next = waiting_.front().give_up;
  }
  for (PendingWork& pending : overdue) {
    finish(std::move(pending), unavailable("The server has too much to do. Try again in a moment.", 5,
                                           "work waited for the database until its deadline"));
  }
  return next;
}

void WorkQueue::stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  arrived_.notify_all();
}

}  // namespace entrepot::store
