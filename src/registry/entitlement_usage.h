#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "net/task.h"
#include "package_query/query.h"
#include "registry/entitlement_limits.h"
#include "store/database.h"

namespace entrepot::registry {

/// What the database says of a token's limits and counts.
struct StoredUsage {
  EntitlementLimits limits;
  EntitlementUsage usage;
  std::int64_t revision = 0;           ///< grows with each change of the limits and each reset that was asked for
  std::int64_t resets = 0;             ///< grows with the latter only
  std::vector<std::string> clients{};  ///< empty unless their number is limited
};
/// Nothing when there is no such token (any more).
Result<std::optional<StoredUsage>> read_usage(store::Transaction& transaction, std::int64_t entitlement_id);

/// The counts of one limited token: the only place where they are decided on, so that the request over the limit is the
/// one refused, however many come at once. Shared by EntitlementUsages and requests; any thread.
class EntitlementMeter {
 public:
  explicit EntitlementMeter(std::int64_t id) : id_(id) {}

  /// Counts one download of so many bytes for that address, or counts nothing and says why not (`forbidden`).
  Result<void> reserve(std::string_view address, std::int64_t bytes, Timestamp now);
  /// Null: the token reads everything.
  std::shared_ptr<const package_query::QueryNode> query() const;
  EntitlementUsage usage(Timestamp now);

 private:
  friend class EntitlementUsages;

  /// What is to be written, and of which state it is a picture.
  struct Picture {
    std::shared_ptr<EntitlementMeter> meter;
    EntitlementUsage usage;
    std::optional<Timestamp> reset_at;
    bool forget_clients = false;
    std::vector<std::string> new_clients;
    std::uint64_t changes = 0;
    std::uint64_t periods = 0;
  };

  std::uint64_t age() const;  ///< grows with `outdate`
  bool is_current() const;
  void outdate();
  /// Takes what the database says, if that is newer; current unless it was outdated after `age` was looked up. Counts
  /// of this node are ahead of the database and stay, unless a reset was asked for.
  Result<void> adopt(const StoredUsage& stored, std::uint64_t age, Timestamp now);
  bool is_dirty() const;
  std::int64_t revision() const;
  /// The next revision that is read is taken whatever its number.
  void distrust();
  Picture picture(std::shared_ptr<EntitlementMeter> self, Timestamp now);
  void mark_written(const Picture& picture);

  void begin_period_if_due(Timestamp now);  // with mutex_ held
  void clear_counts();                      // with mutex_ held

  const std::int64_t id_;
  mutable std::mutex mutex_;  // of what follows
  EntitlementLimits limits_;
  std::shared_ptr<const package_query::QueryNode> query_;
  EntitlementUsage usage_;
  std::unordered_set<std::string> clients_;  ///< while their number is limited
  std::vector<std::string> new_clients_;     ///< of them, those not in the database yet
  bool forget_clients_ = false;              ///< the database has those of a period that is over
  std::int64_t revision_ = -1;  ///< those of the database begin with 1; below zero: nothing was adopted yet
  std::int64_t resets_ = 0;
  std::uint64_t age_ = 1;
  std::uint64_t current_age_ = 0;  ///< is_current when equal to age_
  std::uint64_t changes_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t periods_ = 0;
};
using EntitlementMeterPointer = std::shared_ptr<EntitlementMeter>;

/// The meters of the limited tokens that were used since the start. `flush` writes what they counted: a timer calls it
/// (Registry does), so that a crash loses less than a second of it. A meter stays until its token is deleted: there
/// must never be two. Owned by Registry; any thread.
class EntitlementUsages {
 public:
  EntitlementUsages(store::Database& database, const Clock& clock);
  ~EntitlementUsages();

  /// The hot path: null when it is not in memory as it should be, `load` it. Never waits.
  EntitlementMeterPointer find(std::int64_t entitlement_id);
  /// `forbidden` when the token is gone.
  net::Task<Result<EntitlementMeterPointer>> load(std::int64_t entitlement_id);
  /// It was in memory, and must be loaded again.
  bool is_outdated(std::int64_t entitlement_id);
  /// What was counted, if it is in memory: newer than what the database says.
  std::optional<EntitlementUsage> usage(std::int64_t entitlement_id);

  /// Its limits changed or a reset was asked for; after the commit.
  void outdate(std::int64_t entitlement_id);
  /// It was deleted.
  void forget(std::int64_t entitlement_id);

  /// From a thread that may block. On error the counts stay for the next time.
  Result<void> flush();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
