#include "net/blocking_pool.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "net/completion.h"

namespace entrepot::net {
namespace {

struct Job {
  std::move_only_function<void()> work;
  std::move_only_function<void()> done;
};

}  // namespace

struct BlockingPool::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Job> jobs;
  std::size_t queue_limit = 0;
  bool stopping = false;
  std::vector<std::thread> threads;

  bool has_room() {
    const std::lock_guard lock(mutex);
    return !stopping && jobs.size() < queue_limit;
  }

  /// Whether the job was taken; a full or stopped queue leaves it to the caller.
  bool push(Job& job) {
    {
      const std::lock_guard lock(mutex);
      if (stopping || jobs.size() >= queue_limit) return false;
      jobs.push_back(std::move(job));
    }
    changed.notify_one();
    return true;
  }

  void work() {
    while (true) {
      Job job;
      {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stopping || !jobs.empty(); });
        if (jobs.empty()) return;
        job = std::move(jobs.front());
        jobs.pop_front();
      }
      job.work();
      job.done();
    }
  }
};

BlockingPool::BlockingPool(std::size_t threads, std::size_t queue_limit) : state_(std::make_unique<State>()) {
  state_->queue_limit = queue_limit;
  for (std::size_t i = 0; i < threads; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
  }
}

BlockingPool::~BlockingPool() {
  stop();
}

void BlockingPool::stop() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  for (std::thread& thread : state_->threads) {
    if (thread.joinable()) thread.join();
  }
}

Task<Result<void>> BlockingPool::run_erased(std::move_only_function<void()> work) {
  bool taken = false;
  if (state_->has_room()) {
    co_await wait_for_thread([&](std::move_only_function<void()> done) {
      Job job{std::move(work), std::move(done)};
      taken = true;  // before the push: afterwards the coroutine's frame belongs to the pool thread
      if (!state_->push(job)) {
        taken = false;
        job.done();
      }
    });
  }
  if (!taken)
    co_return unavailable("The server is busy. Try again in a moment.", 1, "the blocking pool's queue is full");
  co_return Result<void>{};
}

}  // namespace entrepot::net
