#include "api/metrics.h"

#include <algorithm>

namespace entrepot::api {
namespace {

struct Cell {
  std::array<std::atomic<std::uint64_t>, 5> by_status_class{};
  std::array<std::atomic<std::uint64_t>, kDurationBounds.size() + 1> durations{};
  std::atomic<std::uint64_t> nanoseconds{0};
};

constexpr auto kBoundsInNanoseconds = [] {
  std::array<std::int64_t, kDurationBounds.size()> bounds{};
  for (std::size_t i = 0; i < bounds.size(); ++i) bounds[i] = static_cast<std::int64_t>(kDurationBounds[i] * 1e9);
  return bounds;
}();

std::size_t bucket_of(std::int64_t nanoseconds) {
  return static_cast<std::size_t>(std::ranges::lower_bound(kBoundsInNanoseconds, nanoseconds) -
                                  kBoundsInNanoseconds.begin());
}

}  // namespace

struct alignas(64) RequestMetrics::Shard {
  explicit Shard(std::size_t routes) : cells(routes) {}
  std::vector<Cell> cells;
};

RequestMetrics::RequestMetrics(std::size_t routes) : routes_(routes) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>(routes);
}

RequestMetrics::~RequestMetrics() = default;

RequestMetrics::Shard& RequestMetrics::own_shard() {
  static std::atomic<std::size_t> next_thread{0};
  thread_local const std::size_t mine = next_thread.fetch_add(1, std::memory_order_relaxed) % kShards;
  return *shards_[mine];
}

void RequestMetrics::record(std::size_t route, int status, std::chrono::nanoseconds duration) {
  if (route >= routes_) return;
  Cell& cell = own_shard().cells[route];
  const std::size_t status_class = static_cast<std::size_t>(std::clamp(status / 100, 1, 5)) - 1;
  cell.by_status_class[status_class].fetch_add(1, std::memory_order_relaxed);
  cell.durations[bucket_of(duration.count())].fetch_add(1, std::memory_order_relaxed);
  cell.nanoseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)),
                             std::memory_order_relaxed);
}

RouteNumbers RequestMetrics::numbers(std::size_t route) const {
  RouteNumbers sum;
  if (route >= routes_) return sum;
  for (const auto& shard : shards_) {
    const Cell& cell = shard->cells[route];
    for (std::size_t i = 0; i < sum.by_status_class.size(); ++i) {
      sum.by_status_class[i] += cell.by_status_class[i].load(std::memory_order_relaxed);
    }
    for (std::size_t i = 0; i < sum.durations.size(); ++i) {
      sum.durations[i] += cell.durations[i].load(std::memory_order_relaxed);
    }
    sum.nanoseconds += cell.nanoseconds.load(std::memory_order_relaxed);
  }
  return sum;
}

}  // namespace entrepot::api
