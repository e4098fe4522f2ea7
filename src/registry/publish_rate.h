#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/error.h"

namespace entrepot {
struct PublishRules;
}

namespace entrepot::registry {

/// What a publish adds.
enum class Novelty : std::uint8_t { crate, version };

/// How fast one user publishes to one repository: a token bucket for new crates and one for versions of crates that
/// exist, as the publish rules say (crates.io's rule, rust-lang/crates.io "rate_limiter"). An attempt counts even if it
/// is refused later. In memory: a restart fills the buckets. Bounded. Owned by Registry; any thread.
class PublishRate {
 public:
  /// Takes one; `rate_limited` with the seconds to wait when there is none.
  Result<void> take(std::int64_t repository_id, std::int64_t user_id, Novelty what, const PublishRules& rules,
                    Timestamp now);

 private:
  struct Bucket {
    std::int64_t repository_id;
    std::int64_t user_id;
    Novelty what;
    bool operator==(const Bucket&) const = default;
  };
  struct BucketHash {
    std::size_t operator()(const Bucket& bucket) const noexcept;
  };
  static constexpr std::size_t kMostBuckets = 65'536;

  void make_room(Timestamp now);

  std::mutex mutex_;
  std::unordered_map<Bucket, Timestamp, BucketHash> full_at_;  // when it will be full again; a full one is not kept
};

}  // namespace entrepot::registry
