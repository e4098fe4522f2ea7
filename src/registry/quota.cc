#include "registry/quota.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/try.h"
#include "registry/access.h"
#include "registry/usage_days.h"

namespace entrepot::registry {
namespace {

constexpr int kMonthsBack = 12;

std::chrono::year_month month_of(Timestamp time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  return day.year() / day.month();
}

Timestamp start_of(std::chrono::year_month month) {
  return std::chrono::sys_days(month / std::chrono::day(1));
}

/// Oldest first.
std::vector<QuotaMonth> make_months(Timestamp created_at, Timestamp now) {
  const std::chrono::year_month last = month_of(now);
  std::chrono::year_month month =
      std::max(month_of(std::min(created_at, now)), last - std::chrono::months(kMonthsBack));
  std::vector<QuotaMonth> months;
  for (; month <= last; month += std::chrono::months(1)) {
    months.push_back({.start = start_of(month), .end = start_of(month + std::chrono::months(1))});
  }
  return months;
}

/// A version that came or went.
struct Change {
  std::int64_t at = 0;
  std::int64_t size = 0;  ///< negative when it went
  std::size_t blob = 0;
  bool is_copy = false;
};

Result<std::vector<Change>> read_changes(store::Transaction& transaction, std::int64_t namespace_id) {
  std::vector<Change> changes;
  TRY(transaction.each(
      "SELECT v.published_at, v.deleted_at, r.deleted_at, v.size, v.checksum, v.origin_repository_id FROM repositories "
      "r "
      "JOIN crates c ON c.repository_id = r.id JOIN versions v ON v.crate_id = c.id WHERE r.namespace_id = :a",
      {namespace_id}, [&changes](const store::Row& row) -> Result<void> {
        const std::size_t blob = std::hash<std::string>{}(row.text(4));
        changes.push_back({.at = row.integer(0), .size = row.integer(3), .blob = blob, .is_copy = !row.is_null(5)});
        std::optional<std::int64_t> gone = row.optional_integer(1);
        if (const auto with_all = row.optional_integer(2)) gone = std::min(gone.value_or(*with_all), *with_all);
        if (gone) changes.push_back({.at = *gone, .size = -row.integer(3), .blob = blob});
        return {};
      }));
  // At one moment what comes is before what goes: a package that is moved was there all the time.
  std::ranges::sort(
      changes, [](const Change& a, const Change& b) { return a.at != b.at ? a.at<b.at : (a.size >= 0)>(b.size >= 0); });
  return changes;
}

/// What is stored while the changes go by.
class Storage {
 public:
  void apply(const Change& change) {
    undivided_ += change.size;
    std::int64_t& uses = uses_[change.blob];
    const bool was_there = uses > 0;
    uses += change.size >= 0 ? 1 : -1;
    if (was_there != (uses > 0)) stored_ += change.size;
  }
  std::int64_t stored() const { return stored_; }
  std::int64_t undivided() const { return undivided_; }

 private:
  std::unordered_map<std::size_t, std::int64_t> uses_;
  std::int64_t stored_ = 0;
  std::int64_t undivided_ = 0;
};

void add_storage(std::vector<QuotaMonth>& months, const std::vector<Change>& changes) {
  Storage storage;
  auto change = changes.begin();
  for (; change != changes.end() && change->at < to_unix(months.front().start); ++change) storage.apply(*change);
  for (QuotaMonth& month : months) {
    month.peak = storage.stored();
    for (; change != changes.end() && change->at < to_unix(month.end); ++change) {
      storage.apply(*change);
      month.peak = std::max(month.peak, storage.stored());
      if (change->size > 0 && !change->is_copy) month.uploaded += change->size;
    }
    month.stored = storage.stored();
    month.undivided = storage.undivided();
  }
}

Result<void> add_downloads(store::Transaction& transaction, std::vector<QuotaMonth>& months,
                           std::int64_t namespace_id) {
  return transaction.each(
      "SELECT d.day, SUM(d.bytes) FROM repositories r JOIN repository_days d ON d.repository_id = r.id "
      "WHERE r.namespace_id = :a AND d.day >= :b GROUP BY d.day",
      {namespace_id, day_of(months.front().start)}, [&months](const store::Row& row) -> Result<void> {
        const auto month = std::ranges::find_if(
            months, [day = row.integer(0)](const QuotaMonth& one) { return day < day_of(one.end); });
        if (month != months.end()) month->downloaded += row.integer(1);
        return {};
      });
}

}  // namespace

Result<NamespaceRecord> find_measured_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                                std::string_view slug, Timestamp now) {
  auto found = find_namespace(transaction, slug);
  if (!found && found.error().code != ErrorCode::not_found) return found;
  if (!found || !actor.is_user() || auth::is_expired(actor, now)) return namespace_not_found(slug);
  const auto grant = actor.grants.find(found->id);
  const bool is_member = grant != actor.grants.end() && grant->second != auth::Role::collaborator;
  if (!is_member && found->id != actor.user_id && !auth::may_administer_server(actor, now)) {
    return namespace_not_found(slug);
  }
  if (!actor.repositories) return found;
  return fail(ErrorCode::forbidden, "This API key is restricted to some repositories, and this tells of all of them.");
}

Result<std::vector<QuotaMonth>> quota_history(store::Transaction& transaction, const NamespaceRecord& owner,
                                              Timestamp now) {
  std::vector<QuotaMonth> months = make_months(owner.created_at, now);
  TRY_ASSIGN(const std::vector<Change> changes, read_changes(transaction, owner.id));
  add_storage(months, changes);
  TRY(add_downloads(transaction, months, owner.id));
  std::ranges::reverse(months);
  return months;
}

}  // namespace entrepot::registry
