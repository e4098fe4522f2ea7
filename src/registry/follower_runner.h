#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
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
  /// Applies what there is on the caller's thread, which may block (CLI, tests, before a search that must see it).
  Result<void> catch_up();
  /// Forgets a follower's state and replays it from the first event. Blocks. `not_found` for an unknown name.
  Result<void> rebuild(std::string_view name);
  std::vector<FollowerState> states() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
