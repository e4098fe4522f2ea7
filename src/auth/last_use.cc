#include "auth/last_use.h"

namespace entrepot::auth {

std::shared_ptr<LastUse::Cell> LastUse::cell(std::int64_t key_id) {
  std::lock_guard lock(mutex_);
  auto& entry = entries_[key_id];
  if (!entry.cell) entry.cell = std::make_shared<Cell>(0);
  return entry.cell;
}

std::vector<LastUse::Change> LastUse::changes() {
  std::vector<Change> changed;
  std::lock_guard lock(mutex_);
  for (auto item = entries_.begin(); item != entries_.end();) {
    const std::int64_t used = item->second.cell->load(std::memory_order_relaxed);
    if (used != item->second.written) {
      changed.emplace_back(item->first, used);
    } else if (item->second.cell.use_count() == 1) {
      item = entries_.erase(item);
      continue;
    }
    ++item;
  }
  return changed;
}

void LastUse::mark_written(const std::vector<Change>& changes) {
  std::lock_guard lock(mutex_);
  for (const auto& [key_id, used] : changes) {
    if (auto item = entries_.find(key_id); item != entries_.end()) item->second.written = used;
  }
}

}  // namespace entrepot::auth
