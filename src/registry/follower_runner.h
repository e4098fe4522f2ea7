#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "net/deadline.h"
#include "net/task.h"
#include "registry/follower.h"
#include "store/database.h"

namespace entrepot::registry {

/// One thread that brings every follower up to the head of the log: woken by commits, and by itself after a failure
/// (with a growing pause). Owned by Registry. Any thread may call.
class FollowerRunner {
 public:
  FollowerRunner(store::Database& database, std::vector<std::unique_ptr<Follower>> followers);
  ~FollowerRunner();  ///< stops

  void start();
  void stop();
  void wake();
  /// Wakes the thread and waits on the loop until the follower has applied that event, but not beyond the deadline; at
  /// once when nothing runs.
  net::Task<void> wait_until_applied(std::string_view name, std::int64_t sequence, net::Deadline deadline);
  /// Applies what there is on the caller's thread, which may block (CLI, tests).
  Result<void> catch_up();
  /// Forgets a follower's state and replays it from the first event. Blocks. `not_found` for an unknown name.
  Result<void> rebuild(std::string_view name);
  std::vector<FollowerState> states() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
