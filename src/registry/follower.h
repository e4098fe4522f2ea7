#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "registry/event.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// Something derived from the event log. Owned by Registry; called on the runner's thread, one event at a time, in
/// order. The cursor moves in the same transaction as what `apply` changes; still `apply` is idempotent, because a
/// rebuild or an older backup may show it events again.
class Follower {
 public:
  virtual ~Follower() = default;
  virtual std::string_view name() const = 0;
  virtual Result<void> apply(store::Transaction& transaction, const Event& event) = 0;
  /// Throws the derived state away, before a replay from the beginning.
  virtual Result<void> reset(store::Transaction& transaction) = 0;
};

/// A follower this many events behind does not show the world as it is.
inline constexpr std::int64_t kMostEventsBehind = 10'000;

struct FollowerState {
  std::string name;
  std::int64_t cursor = 0;   ///< the last event it has applied
  std::int64_t head = 0;     ///< the last event there is
  std::string last_error{};  ///< empty when the last attempt went well

  std::int64_t behind() const { return head > cursor ? head - cursor : 0; }
  bool is_well() const { return last_error.empty() && behind() <= kMostEventsBehind; }
};

}  // namespace entrepot::registry
