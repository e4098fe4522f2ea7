#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/connection.h"
#include "store/database.h"
#include "store/work_queue.h"

namespace entrepot::store {

struct ThreadedDatabaseLimits {
  std::size_t read_queue;
  std::size_t write_queue;
  std::chrono::milliseconds wait;
};

/// A Database over one connection that writes and some that read, each with a thread of its own. The writer takes
/// whatever is waiting into one transaction, each work in a savepoint, and commits once: under load many writes share
/// one fsync, and a lone one waits for nobody.
class ThreadedDatabase final : public Database {
 public:
  ThreadedDatabase(std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers,
                   const ThreadedDatabaseLimits& limits);
  ~ThreadedDatabase() override;

  Result<std::vector<std::string>> check() override;
  Result<std::int64_t> stored_bytes() override;
  void stop() override;

 protected:
  net::Task<Result<void>> submit(Access access, Work work) override;
  Result<void> submit_here(Access access, Work work) override;

 private:
  struct Ended {
    PendingWork pending;
    Result<void> outcome;
  };

  WorkQueue& queue(Access access) { return access == Access::read ? reads_ : writes_; }
  void read_until_stopped(Connection& connection);
  void write_until_stopped();
  void write_batch(PendingWork first);
  Result<void> run_in_savepoint(Work& work);
  void watch_deadlines();

  WorkQueue reads_;
  WorkQueue writes_;
  std::unique_ptr<Connection> writer_;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::vector<std::thread> workers_;

  std::mutex stop_mutex_;  // one stop at a time
  std::mutex watch_mutex_;
  std::condition_variable watch_ended_;
  bool is_watch_over_ = false;
  std::thread watcher_;
};

}  // namespace entrepot::store
