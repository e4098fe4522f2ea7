#include "registry/publish_rate.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "cargo/publish_rules.h"

namespace entrepot::registry {
namespace {

struct Limit {
  std::int64_t burst;
  Seconds interval;
  std::string_view what;
};

Limit limit_of(const PublishRules& rules, Novelty what) {
  if (what == Novelty::crate) return {rules.new_crate_burst, Seconds(rules.new_crate_seconds), "new crates"};
  return {rules.new_version_burst, Seconds(rules.new_version_seconds), "new versions"};
}

std::unexpected<Error> too_fast(const Limit& limit, Seconds wait) {
  return rate_limited(fmt::format("You have published too many {} in a short time; this repository allows {} at once "
                                  "and then one every {} seconds. Try again in {} seconds.",
                                  limit.what, limit.burst, limit.interval.count(), wait.count()),
                      static_cast<int>(wait.count()));
}

}  // namespace

std::size_t PublishRate::BucketHash::operator()(const Bucket& bucket) const noexcept {
  constexpr std::size_t kOddMultiplier = 0x9e3779b97f4a7c15;
  const std::hash<std::int64_t> hash;
  return ((hash(bucket.repository_id) * kOddMultiplier) ^ hash(bucket.user_id)) * kOddMultiplier +
         static_cast<std::size_t>(bucket.what);
}

Result<void> PublishRate::take(std::int64_t repository_id, std::int64_t user_id, Novelty what,
                               const PublishRules& rules, Timestamp now) {
  const Limit limit = limit_of(rules, what);
  if (limit.burst == 0) return {};
  const Bucket bucket{repository_id, user_id, what};
  std::lock_guard lock(mutex_);
  const auto found = full_at_.find(bucket);
  // Rules may have become stricter since: nobody waits longer than for a whole bucket.
  const Timestamp latest = now + limit.interval * limit.burst;
  const Timestamp full_at = found == full_at_.end() ? now : std::clamp(found->second, now, latest);
  const Timestamp then = full_at + limit.interval;
  if (then > latest) return too_fast(limit, then - latest);
  if (found == full_at_.end()) make_room(now);
  full_at_.insert_or_assign(bucket, then);
  return {};
}

void PublishRate::make_room(Timestamp now) {
  if (full_at_.size() < kMostBuckets) return;
  std::erase_if(full_at_, [now](const auto& item) { return item.second <= now; });
  if (full_at_.size() >= kMostBuckets) full_at_.erase(full_at_.begin());
}

}  // namespace entrepot::registry
