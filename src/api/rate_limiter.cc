#include "api/rate_limiter.h"

#include <algorithm>
#include <functional>

namespace entrepot::api {

RateLimiter::RateLimiter(std::int64_t limit, std::size_t most_callers)
    : limit_(limit), most_in_shard_(std::max<std::size_t>(1, most_callers / kShards)) {}

RateLimiter::Shard& RateLimiter::shard_of(std::string_view caller) {
  return shards_[std::hash<std::string_view>{}(caller) % kShards];
}

const RateLimiter::Shard& RateLimiter::shard_of(std::string_view caller) const {
  return shards_[std::hash<std::string_view>{}(caller) % kShards];
}

RateState RateLimiter::state_of(const Window& window, Timestamp now) const {
  RateState state{.limit = limit_, .remaining = std::max<std::int64_t>(0, limit_ - window.used), .reset = window.end};
  state.refused = window.used > limit_;
  // Clients that heed the interval sleep after every request, so it is told only when the end is near.
  if (state.remaining <= limit_ / 10) {
    const auto left = static_cast<double>((window.end - now).count());
    state.interval = left / static_cast<double>(std::max<std::int64_t>(1, state.remaining));
  }
  return state;
}

RateState RateLimiter::take(std::string_view caller, Timestamp now) {
  Shard& shard = shard_of(caller);
  std::lock_guard lock(shard.mutex);
  const auto found = shard.known.find(caller);
  if (found != shard.known.end()) {
    shard.callers.splice(shard.callers.begin(), shard.callers, found->second);
  } else {
    if (shard.callers.size() >= most_in_shard_) {
      shard.known.erase(shard.callers.back().first);
      shard.callers.pop_back();
    }
    shard.callers.emplace_front(std::string(caller), Window{});
    shard.known.emplace(shard.callers.front().first, shard.callers.begin());
  }
  Window& window = shard.callers.front().second;
  if (window.end <= now || window.end > now + kWindow) window = {.end = now + kWindow, .used = 0};
  // A refused one is not counted on: the number stays where it is told from.
  window.used = std::min(window.used + 1, limit_ + 1);
  return state_of(window, now);
}

RateState RateLimiter::look(std::string_view caller, Timestamp now) const {
  const Shard& shard = shard_of(caller);
  std::lock_guard lock(shard.mutex);
  const auto found = shard.known.find(caller);
  if (found == shard.known.end() || found->second->second.end <= now) {
    return state_of({.end = now + kWindow, .used = 0}, now);
  }
  return state_of(found->second->second, now);
}

}  // namespace entrepot::api
