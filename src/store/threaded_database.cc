#include "store/threaded_database.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "base/try.h"
#include "net/completion.h"

namespace entrepot::store {
namespace {

// A batch ends when nobody waits any more, and here at the latest, so that its first work is answered soon.
constexpr std::size_t kMostWorksInBatch = 64;
constexpr std::chrono::milliseconds kLongestBatch{5};

Result<void> run_fenced(Database::Work& work, Transaction& transaction) {
  try {
    return work(transaction);
  } catch (const std::exception& exception) {
    return internal_error(fmt::format("work on the database threw: {}", exception.what()));
  } catch (...) {
    return internal_error("work on the database threw");
  }
}

}  // namespace

ThreadedDatabase::ThreadedDatabase(std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers,
                                   const ThreadedDatabaseLimits& limits)
    : reads_(limits.read_queue, limits.wait),
      writes_(limits.write_queue, limits.wait),
      writer_(std::move(writer)),
      readers_(std::move(readers)) {
  workers_.emplace_back([this] { write_until_stopped(); });
  for (const auto& reader : readers_) {
    workers_.emplace_back([this, connection = reader.get()] { read_until_stopped(*connection); });
  }
  watcher_ = std::thread([this] { watch_deadlines(); });
}

ThreadedDatabase::~ThreadedDatabase() {
  stop();
}

void ThreadedDatabase::stop() {
  std::lock_guard stopping(stop_mutex_);
  reads_.stop();
  writes_.stop();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  {
    std::lock_guard lock(watch_mutex_);
    is_watch_over_ = true;
    watch_ended_.notify_all();
  }
  if (watcher_.joinable()) watcher_.join();
  // The writer last: SQLite folds the log into the file when its last connection closes.
  readers_.clear();
  writer_.reset();
}

net::Task<Result<void>> ThreadedDatabase::submit(Access access, Work work) {
  Result<void> outcome;
  co_await net::wait_for_thread([&](std::move_only_function<void()> done) {
    queue(access).push(
        {.work = std::move(work), .done = [&outcome, done = std::move(done)](Result<void> result) mutable {
           outcome = std::move(result);
           done();
         }});
  });
  co_return outcome;
}

Result<void> ThreadedDatabase::submit_here(Access access, Work work) {
  std::mutex mutex;
  std::condition_variable ended;
  std::optional<Result<void>> outcome;
  queue(access).push({.work = std::move(work), .done = [&](Result<void> result) {
                        std::lock_guard lock(mutex);
                        outcome = std::move(result);
                        ended.notify_one();  // under the lock: the waiter's frame is gone after it
                      }});
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return outcome.has_value(); });
  return std::move(*outcome);
}

void ThreadedDatabase::read_until_stopped(Connection& connection) {
  while (auto pending = reads_.pop()) {
    Result<void> outcome = connection.begin_read();
    if (outcome) outcome = run_fenced(pending->work, connection);
    if (outcome) outcome = connection.commit();
    if (!outcome) connection.rollback();
    finish(std::move(*pending), std::move(outcome));
  }
}

void ThreadedDatabase::write_until_stopped() {
  while (auto first = writes_.pop()) write_batch(std::move(*first));
}

void ThreadedDatabase::write_batch(PendingWork first) {
  const SteadyTime end = std::chrono::steady_clock::now() + kLongestBatch;
  if (auto begun = writer_->begin_write(); !begun) {
    writer_->rollback();
    finish(std::move(first), std::move(begun));
    return;
  }

  std::vector<Ended> batch;
  Result<void> committed;
  std::optional<PendingWork> next(std::move(first));
  while (next) {
    Result<void> outcome = run_in_savepoint(next->work);
    batch.push_back({std::move(*next), std::move(outcome)});
    next.reset();
    if (!writer_->in_transaction()) {
      // A full disk makes SQLite roll back everything: the works before this one are gone too.
      const Result<void>& last = batch.back().outcome;
      committed = last ? internal_error("work on the database ended its own transaction") : last;
      break;
    }
    if (batch.size() < kMostWorksInBatch && std::chrono::steady_clock::now() < end) next = writes_.try_pop();
  }
  if (committed) committed = writer_->commit();
  if (!committed) writer_->rollback();

  for (Ended& ended : batch) {
    // An error may come from what an earlier work of the batch had written ("exists already"): without a commit that
    // is no more than the earlier one's success.
    finish(std::move(ended.pending), committed && !ended.outcome ? std::move(ended.outcome) : committed);
  }
}

Result<void> ThreadedDatabase::run_in_savepoint(Work& work) {
  TRY(writer_->set_savepoint());
  Result<void> outcome = run_fenced(work, *writer_);
  if (outcome) outcome = writer_->release_savepoint();
  if (!outcome && writer_->in_transaction()) {
    // Without its savepoint the work's rows would be committed with the others': then nothing may be.
    if (!writer_->rollback_to_savepoint()) writer_->rollback();
  }
  return outcome;
}

void ThreadedDatabase::watch_deadlines() {
  std::unique_lock lock(watch_mutex_);
  while (!is_watch_over_) {
    lock.unlock();
    const SteadyTime now = std::chrono::steady_clock::now();
    const SteadyTime next = std::min(reads_.drop_overdue(now), writes_.drop_overdue(now));
    lock.lock();
    watch_ended_.wait_until(lock, next, [this] { return is_watch_over_; });
  }
}

Result<std::vector<std::string>> ThreadedDatabase::check() {
  return read_here([](Transaction& transaction) { return static_cast<Connection&>(transaction).check(); });
}

Result<std::int64_t> ThreadedDatabase::stored_bytes() {
  return read_here([](Transaction& transaction) { return static_cast<Connection&>(transaction).stored_bytes(); });
}

}  // namespace entrepot::store
