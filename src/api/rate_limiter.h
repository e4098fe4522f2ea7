#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/clock.h"

namespace entrepot::api {

/// Where a caller stands in the present minute. A value.
struct RateState {
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  Timestamp reset{};      ///< when all of the limit is there again
  bool refused = false;   ///< this request is one too many
  double interval = 0.0;  ///< seconds that the caller had better wait before the next one; 0 while there is plenty
};

/// How many requests of the management API a caller made in the present minute: each has windows of its own, which
/// begin with its first request. In memory, so a restart forgets them; bounded, the callers not seen for longest are
/// forgotten first. Owned by Application; any thread: callers are dealt over shards with a lock each.
class RateLimiter {
 public:
  static constexpr Seconds kWindow{60};
  static constexpr std::size_t kShards = 16;

  /// `limit` requests a minute, 0 for no limit; `most_callers` are remembered.
  explicit RateLimiter(std::int64_t limit, std::size_t most_callers = 65'536);

  bool is_limited() const { return limit_ > 0; }
  /// Counts a request of that caller.
  RateState take(std::string_view caller, Timestamp now);
  /// Counts nothing.
  RateState look(std::string_view caller, Timestamp now) const;

 private:
  struct Window {
    Timestamp end{};
    std::int64_t used = 0;
  };
  using Callers = std::list<std::pair<const std::string, Window>>;
  struct alignas(64) Shard {
    mutable std::mutex mutex;
    Callers callers;                                                // last seen first
    std::unordered_map<std::string_view, Callers::iterator> known;  // points at the keys of `callers`
  };

  Shard& shard_of(std::string_view caller);
  const Shard& shard_of(std::string_view caller) const;
  RateState state_of(const Window& window, Timestamp now) const;

  const std::int64_t limit_;
  const std::size_t most_in_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace entrepot::api
