#include "auth/login_delay.h"

#include <algorithm>
#include <memory>

#include "base/encoding.h"

namespace entrepot::auth {

int LoginDelay::note(std::string key, Timestamp now) {
  std::lock_guard lock(mutex_);
  const auto known = records_.find(key);
  const bool counts = known != nullptr && now - known->last < kMemory;
  const int failures = (counts ? known->failures : 0) + 1;
  records_.insert(std::move(key), std::make_shared<const Record>(Record{failures, now}), 1);
  return failures;
}

Milliseconds LoginDelay::failed(std::string_view address, std::string_view name, Timestamp now) {
  int failures = note("address " + std::string(address), now);
  if (!name.empty()) failures = std::max(failures, note("name " + to_lower(name), now));
  if (failures <= options_.free_failures) return Milliseconds{0};
  const int doublings = std::min(failures - options_.free_failures - 1, 16);
  return std::min(options_.longest, options_.first * (1 << doublings));
}

}  // namespace entrepot::auth
