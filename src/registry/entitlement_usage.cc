#include "registry/entitlement_usage.h"

#include <algorithm>
#include <shared_mutex>
#include <unordered_map>
#include <utility>

#include "base/try.h"
#include "registry/entitlement_rows.h"

namespace entrepot::registry {

Result<void> EntitlementMeter::reserve(std::string_view address, std::int64_t bytes, Timestamp now) {
  std::lock_guard lock(mutex_);
  begin_period_if_due(now);
  std::string client;
  bool is_new = false;
  if (limits_.num_clients) {
    client = address;
    is_new = !clients_.contains(client);
  }
  TRY(check_usage(limits_, usage_, is_new, bytes));
  ++usage_.downloads;
  usage_.bandwidth += bytes;
  ++changes_;
  if (is_new) {
    new_clients_.push_back(client);
    clients_.insert(std::move(client));
    ++usage_.clients;
  }
  return {};
}

std::shared_ptr<const package_query::QueryNode> EntitlementMeter::query() const {
  std::lock_guard lock(mutex_);
  return query_;
}

EntitlementUsage EntitlementMeter::usage(Timestamp now) {
  std::lock_guard lock(mutex_);
  begin_period_if_due(now);
  return usage_;
}

std::uint64_t EntitlementMeter::age() const {
  std::lock_guard lock(mutex_);
  return age_;
}

bool EntitlementMeter::is_current() const {
  std::lock_guard lock(mutex_);
  return age_ == current_age_;
}

void EntitlementMeter::outdate() {
  std::lock_guard lock(mutex_);
  ++age_;
}

Result<void> EntitlementMeter::adopt(const StoredUsage& stored, std::uint64_t age, Timestamp now) {
  std::shared_ptr<const package_query::QueryNode> query;
  if (!stored.limits.package_query.empty()) {
    TRY_ASSIGN(auto parsed, package_query::parse_query(stored.limits.package_query));
    query = std::make_shared<const package_query::QueryNode>(std::move(parsed));
  }
  std::lock_guard lock(mutex_);
  if (age_ == age) current_age_ = age;
  if (stored.revision <= revision_) return {};
  const bool is_first = revision_ < 0;
  const bool was_counting_clients = limits_.num_clients.has_value();
  begin_period_if_due(now);  // by the limits so far
  limits_ = stored.limits;
  query_ = std::move(query);
  if (!is_first && stored.resets != resets_) {
    clear_counts();
  } else if (is_first) {
    usage_ = stored.usage;
  }
  if (is_first || !was_counting_clients || !limits_.num_clients) {
    clients_.clear();
    if (!forget_clients_) clients_.insert(stored.clients.begin(), stored.clients.end());
    new_clients_.clear();
    usage_.clients = static_cast<std::int64_t>(clients_.size());
  }
  revision_ = stored.revision;
  resets_ = stored.resets;
  return {};
}

bool EntitlementMeter::is_dirty() const {
  std::lock_guard lock(mutex_);
  return changes_ != written_;
}

std::int64_t EntitlementMeter::revision() const {
  std::lock_guard lock(mutex_);
  return revision_;
}

void EntitlementMeter::distrust() {
  std::lock_guard lock(mutex_);
  revision_ = std::min<std::int64_t>(revision_, 0);
  ++age_;
}

EntitlementMeter::Picture EntitlementMeter::picture(std::shared_ptr<EntitlementMeter> self, Timestamp now) {
  std::lock_guard lock(mutex_);
  begin_period_if_due(now);
  return {.meter = std::move(self),
          .usage = usage_,
          .reset_at = limits_.reset_at,
          .forget_clients = forget_clients_,
          .new_clients = new_clients_,
          .changes = changes_,
          .periods = periods_};
}

void EntitlementMeter::mark_written(const Picture& picture) {
  std::lock_guard lock(mutex_);
  written_ = picture.changes;
  if (periods_ != picture.periods) return;  // the clients of the picture are those of a period that is over
  if (picture.forget_clients) forget_clients_ = false;
  const std::unordered_set<std::string_view> written(picture.new_clients.begin(), picture.new_clients.end());
  std::erase_if(new_clients_, [&written](const std::string& address) { return written.contains(address); });
}

void EntitlementMeter::begin_period_if_due(Timestamp now) {
  if (is_period_over(limits_, now)) clear_counts();
  begin_period(limits_, now);
}

void EntitlementMeter::clear_counts() {
  usage_ = {};
  clients_.clear();
  new_clients_.clear();
  forget_clients_ = true;
  ++changes_;
  ++periods_;
}

struct EntitlementUsages::State {
  State(store::Database& database_in, const Clock& clock_in) : database(database_in), clock(clock_in) {}

  store::Database& database;
  const Clock& clock;
  std::shared_mutex mutex;
  std::unordered_map<std::int64_t, EntitlementMeterPointer> meters;

  EntitlementMeterPointer known(std::int64_t id) {
    std::shared_lock lock(mutex);
    const auto found = meters.find(id);
    return found == meters.end() ? nullptr : found->second;
  }
  EntitlementMeterPointer known_or_new(std::int64_t id) {
    std::lock_guard lock(mutex);
    EntitlementMeterPointer& meter = meters[id];
    if (meter == nullptr) meter = std::make_shared<EntitlementMeter>(id);
    return meter;
  }
  std::vector<EntitlementMeterPointer> dirty() {
    std::vector<EntitlementMeterPointer> found;
    std::shared_lock lock(mutex);
    for (const auto& [id, meter] : meters) {
      if (meter->is_dirty()) found.push_back(meter);
    }
    return found;
  }
  /// Nothing when it could not be: the token is gone, or its new limits cannot be read and so nothing is sure.
  static Result<std::optional<EntitlementMeter::Picture>> write(store::Transaction& transaction,
                                                                const EntitlementMeterPointer& meter, Timestamp now,
                                                                std::vector<std::int64_t>& gone);
};

EntitlementUsages::EntitlementUsages(store::Database& database, const Clock& clock)
    : state_(std::make_unique<State>(database, clock)) {}
EntitlementUsages::~EntitlementUsages() = default;

EntitlementMeterPointer EntitlementUsages::find(std::int64_t entitlement_id) {
  EntitlementMeterPointer meter = state_->known(entitlement_id);
  return meter != nullptr && meter->is_current() ? meter : nullptr;
}

net::Task<Result<EntitlementMeterPointer>> EntitlementUsages::load(std::int64_t entitlement_id) {
  constexpr int kAttempts = 4;  // somebody may be changing the limits all the time
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (EntitlementMeterPointer meter = find(entitlement_id)) co_return meter;
    // It is there before the database is asked, so that whoever outdates it meanwhile finds it.
    EntitlementMeterPointer meter = state_->known_or_new(entitlement_id);
    const std::uint64_t age = meter->age();
    CO_TRY_ASSIGN(const std::optional<StoredUsage> stored,
                  co_await state_->database.read([entitlement_id](store::Transaction& transaction) {
                    return read_usage(transaction, entitlement_id);
                  }));
    if (!stored) {
      forget(entitlement_id);
      co_return fail(ErrorCode::forbidden, "This entitlement token was deleted.");
    }
    CO_TRY(meter->adopt(*stored, age, state_->clock.now()));
  }
  co_return std::unexpected(Error{.code = ErrorCode::unavailable,
                                  .message = "The limits of this entitlement token are being changed; try again.",
                                  .retry_after_seconds = 1});
}

bool EntitlementUsages::is_outdated(std::int64_t entitlement_id) {
  const EntitlementMeterPointer meter = state_->known(entitlement_id);
  return meter != nullptr && !meter->is_current();
}

std::optional<EntitlementUsage> EntitlementUsages::usage(std::int64_t entitlement_id) {
  const EntitlementMeterPointer meter = find(entitlement_id);
  if (meter == nullptr) return std::nullopt;
  return meter->usage(state_->clock.now());
}

void EntitlementUsages::outdate(std::int64_t entitlement_id) {
  if (const EntitlementMeterPointer meter = state_->known(entitlement_id)) meter->outdate();
}

void EntitlementUsages::forget(std::int64_t entitlement_id) {
  std::lock_guard lock(state_->mutex);
  state_->meters.erase(entitlement_id);
}

Result<std::optional<EntitlementMeter::Picture>> EntitlementUsages::State::write(store::Transaction& transaction,
                                                                                 const EntitlementMeterPointer& meter,
                                                                                 Timestamp now,
                                                                                 std::vector<std::int64_t>& gone) {
  const std::int64_t id = meter->id_;
  TRY_ASSIGN(
      const auto row,
      transaction.query_one("SELECT limits_revision FROM entitlements WHERE id = :a AND deleted_at IS NULL", {id}));
  if (!row) {
    gone.push_back(id);
    return std::nullopt;
  }
  if (row->integer(0) != meter->revision()) {
    // Somebody changed the limits or asked for a reset since: what was counted belongs on top of that.
    const std::uint64_t age = meter->age();
    TRY_ASSIGN(const auto stored, read_usage(transaction, id));
    if (!stored || !meter->adopt(*stored, age, now)) return std::nullopt;
  }
  EntitlementMeter::Picture picture = meter->picture(meter, now);
  store::Value reset_at = std::monostate{};
  if (picture.reset_at) reset_at = std::int64_t{to_unix(*picture.reset_at)};
  TRY(
      transaction.execute("UPDATE entitlements SET used_downloads = :a, used_bandwidth = :b, reset_at = :c "
                          "WHERE id = :d",
                          {picture.usage.downloads, picture.usage.bandwidth, reset_at, id}));
  if (picture.forget_clients) {
    TRY(transaction.execute("DELETE FROM entitlement_clients WHERE entitlement_id = :a", {id}));
  }
  for (const std::string& address : picture.new_clients) {
    TRY(
        transaction.execute("INSERT INTO entitlement_clients (entitlement_id, address) VALUES (:a, :b) "
                            "ON CONFLICT (entitlement_id, address) DO NOTHING",
                            {id, address}));
  }
  return picture;
}

Result<void> EntitlementUsages::flush() {
  const std::vector<EntitlementMeterPointer> dirty = state_->dirty();
  if (dirty.empty()) return {};
  std::vector<EntitlementMeter::Picture> pictures;
  std::vector<std::int64_t> gone;
  const auto written = state_->database.write_here(
      [&dirty, &pictures, &gone, &clock = state_->clock](store::Transaction& transaction) -> Result<void> {
        // Asked when it is our turn: never earlier than a change that went ahead and may have found a period over.
        const Timestamp now = clock.now();
        pictures.clear();
        gone.clear();
        for (const EntitlementMeterPointer& meter : dirty) {
          TRY_ASSIGN(auto picture, State::write(transaction, meter, now, gone));
          if (picture) pictures.push_back(std::move(*picture));
        }
        return {};
      });
  if (!written) {
    // What was adopted may have been of a change that was not committed with it.
    for (const EntitlementMeterPointer& meter : dirty) meter->distrust();
    return written;
  }
  for (const EntitlementMeter::Picture& picture : pictures) picture.meter->mark_written(picture);
  for (const std::int64_t id : gone) forget(id);
  return {};
}

}  // namespace entrepot::registry
