#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace entrepot::api {

/// Upper bounds of the duration histogram, in seconds; the last bucket has none.
inline constexpr std::array<double, 12> kDurationBounds{0.000'025, 0.000'1, 0.000'5, 0.001, 0.005, 0.01,
                                                        0.05,      0.1,     0.5,     1,     5,     30};

/// What was counted for one route.
struct RouteNumbers {
  std::array<std::uint64_t, 5> by_status_class{};                     ///< 1xx … 5xx
  std::array<std::uint64_t, kDurationBounds.size() + 1> durations{};  ///< not cumulative
  std::uint64_t nanoseconds = 0;
};

/// Counts requests by route. Each thread writes to a shard of its own, so that counting costs the hot path a few
/// relaxed additions and no shared cache line; reading sums the shards. Any thread.
class RequestMetrics {
 public:
  explicit RequestMetrics(std::size_t routes);
  ~RequestMetrics();

  void record(std::size_t route, int status, std::chrono::nanoseconds duration);
  RouteNumbers numbers(std::size_t route) const;

 private:
  struct Shard;
  static constexpr std::size_t kShards = 16;
  Shard& own_shard();

  std::size_t routes_;
  std::array<std::unique_ptr<Shard>, kShards> shards_;
};

}  // namespace entrepot::api
