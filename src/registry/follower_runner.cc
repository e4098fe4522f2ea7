#include "registry/follower_runner.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/log.h"
#include "base/try.h"
#include "net/event_loops.h"
#include "registry/event_log.h"

namespace entrepot::registry {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kEventsPerTransaction = 256;
constexpr Milliseconds kLongestTransaction{25};  ///< nobody can write meanwhile
constexpr Milliseconds kPoll{5};  ///< of somebody who waits for a follower: about as long as an event takes
constexpr Milliseconds kFirstPause{500};
constexpr Milliseconds kLongestPause{60'000};

Result<void> write_cursor(store::Transaction& transaction, std::string_view name, std::int64_t cursor) {
  TRY(
      transaction.execute("INSERT INTO followers (name, cursor_sequence) VALUES (:a, :b) "
                          "ON CONFLICT (name) DO UPDATE SET cursor_sequence = excluded.cursor_sequence",
                          {std::string(name), cursor}));
  return {};
}

/// Applies the next events in one transaction; gives how many there were.
Result<std::size_t> apply_some(store::Database& database, Follower& follower) {
  return database.write_here([&follower](store::Transaction& transaction) -> Result<std::size_t> {
    TRY_ASSIGN(const std::int64_t cursor, follower_cursor(transaction, follower.name()));
    TRY_ASSIGN(const auto events, read_events(transaction, cursor, kEventsPerTransaction));
    const auto deadline = net::Deadline::after(kLongestTransaction);
    std::size_t applied = 0;
    while (applied < events.size() && !(applied > 0 && deadline.passed())) {
      TRY(follower.apply(transaction, events[applied]));
      ++applied;
    }
    if (applied > 0) TRY(write_cursor(transaction, follower.name(), events[applied - 1].sequence));
    return applied;
  });
}

/// When one that failed may be tried again.
struct Retry {
  Milliseconds pause = kFirstPause;
  std::optional<SteadyClock::time_point> at{};
};

enum class Which { all, those_that_are_due };

}  // namespace

struct FollowerRunner::State {
  store::Database& database;
  std::vector<std::unique_ptr<Follower>> followers;

  std::mutex work_mutex;  // one catching up at a time; never held together with `mutex` for long
  mutable std::mutex mutex;
  std::condition_variable woken;
  bool work_waits = true;
  bool stopping = false;
  std::vector<FollowerState> states;
  std::vector<Retry> retries;
  std::thread thread;

  State(store::Database& database_in, std::vector<std::unique_ptr<Follower>> followers_in)
      : database(database_in), followers(std::move(followers_in)), retries(followers.size()) {
    for (const auto& follower : followers) states.push_back({.name = std::string(follower->name())});
  }

  void note(std::size_t index, std::int64_t cursor, std::int64_t head) {
    std::lock_guard lock(mutex);
    states[index].cursor = cursor;
    states[index].head = head;
  }
  void note_success(std::size_t index) {
    std::lock_guard lock(mutex);
    states[index].last_error.clear();
    retries[index] = {};
  }
  void note_failure(std::size_t index, const Error& error) {
    std::lock_guard lock(mutex);
    states[index].last_error = error.message + " " + error.detail;
    Retry& retry = retries[index];
    log_warning("A follower could not catch up", {{"follower", states[index].name},
                                                  {"error", error.message},
                                                  {"detail", error.detail},
                                                  {"retry_ms", static_cast<std::int64_t>(retry.pause.count())}});
    retry.at = SteadyClock::now() + retry.pause;
    retry.pause = std::min(retry.pause * 2, kLongestPause);
  }
  bool is_due(std::size_t index) const {
    std::lock_guard lock(mutex);
    return !retries[index].at || *retries[index].at <= SteadyClock::now();
  }
  /// And is being worked on.
  bool is_behind(std::string_view name, std::int64_t sequence) const {
    std::lock_guard lock(mutex);
    if (stopping || !thread.joinable()) return false;
    const auto found = std::ranges::find(states, name, &FollowerState::name);
    return found != states.end() && found->last_error.empty() && found->cursor < sequence;
  }
  bool is_stopping() const {
    std::lock_guard lock(mutex);
    return stopping;
  }

  /// Some events for one of them; gives whether there may be more.
  Result<bool> advance(std::size_t index) {
    Follower& follower = *followers[index];
    struct Distance {
      std::int64_t cursor;
      std::int64_t head;
    };
    TRY_ASSIGN(const Distance distance,
               database.read_here([&follower](store::Transaction& transaction) -> Result<Distance> {
                 TRY_ASSIGN(const std::int64_t cursor, follower_cursor(transaction, follower.name()));
                 TRY_ASSIGN(const std::int64_t head, last_sequence(transaction));
                 return Distance{cursor, head};
               }));
    note(index, distance.cursor, distance.head);
    if (distance.cursor >= distance.head) return false;
    TRY(apply_some(database, follower));
    return true;
  }

  /// They take turns: one that has the whole log before it, because it is new, keeps no other from the latest events,
  /// those that happen meanwhile too.
  Result<void> catch_up(Which which) {
    std::lock_guard work(work_mutex);
    Result<void> outcome;
    std::vector<bool> left_out(followers.size());
    for (std::size_t index = 0; index < followers.size(); ++index) {
      left_out[index] = which == Which::those_that_are_due && !is_due(index);
    }
    bool one_has_moved = true;
    while (std::exchange(one_has_moved, false) && !is_stopping()) {
      for (std::size_t index = 0; index < followers.size(); ++index) {
        if (left_out[index]) continue;
        const auto advanced = fenced([this, index] { return advance(index); });
        if (advanced) {
          note_success(index);
          one_has_moved = one_has_moved || *advanced;
        } else {
          note_failure(index, advanced.error());
          left_out[index] = true;
          if (outcome) outcome = std::unexpected(advanced.error());
        }
      }
    }
    return outcome;
  }

  /// One of the house's two places where an exception stops: it must not end the program for a follower's sake.
  template <typename F>
  static std::invoke_result_t<F> fenced(F work) {
    try {
      return work();
    } catch (const std::exception& problem) {
      return internal_error(std::string("a follower threw: ") + problem.what());
    }
  }

  /// Until there is work, or one that failed may be tried again.
  void wait_for_work(std::unique_lock<std::mutex>& lock) {
    std::optional<SteadyClock::time_point> due;
    for (const Retry& retry : retries) {
      if (retry.at && (!due || *retry.at < *due)) due = retry.at;
    }
    const auto has_work = [this] { return stopping || work_waits; };
    if (due) {
      woken.wait_until(lock, *due, has_work);
    } else {
      woken.wait(lock, has_work);
    }
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      wait_for_work(lock);
      work_waits = false;
      lock.unlock();
      // Whoever failed says so in the log and in its state, and holds up nobody else.
      static_cast<void>(catch_up(Which::those_that_are_due));
      lock.lock();
    }
  }
};

FollowerRunner::FollowerRunner(store::Database& database, std::vector<std::unique_ptr<Follower>> followers)
    : state_(std::make_unique<State>(database, std::move(followers))) {}

FollowerRunner::~FollowerRunner() {
  stop();
}

void FollowerRunner::start() {
  std::lock_guard lock(state_->mutex);
  if (state_->thread.joinable()) return;
  state_->stopping = false;
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void FollowerRunner::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->thread.joinable()) state_->thread.join();
}

void FollowerRunner::wake() {
  {
    std::lock_guard lock(state_->mutex);
    state_->work_waits = true;
  }
  state_->woken.notify_one();
}

net::Task<void> FollowerRunner::wait_until_applied(std::string_view name, std::int64_t sequence,
                                                   net::Deadline deadline) {
  wake();
  while (state_->is_behind(name, sequence) && !deadline.passed()) co_await net::sleep_for(kPoll);
}

Result<void> FollowerRunner::catch_up() {
  return state_->catch_up(Which::all);
}

Result<void> FollowerRunner::rebuild(std::string_view name) {
  const auto found =
      std::ranges::find_if(state_->followers, [name](const auto& follower) { return follower->name() == name; });
  if (found == state_->followers.end()) {
    return fail(ErrorCode::not_found, "There is no follower called '" + std::string(name) + "'.");
  }
  {
    std::lock_guard work(state_->work_mutex);
    TRY(state_->database.write_here([&follower = **found](store::Transaction& transaction) -> Result<void> {
      TRY(follower.reset(transaction));
      return write_cursor(transaction, follower.name(), 0);
    }));
  }
  return catch_up();
}

std::vector<FollowerState> FollowerRunner::states() const {
  std::lock_guard lock(state_->mutex);
  return state_->states;
}

}  // namespace entrepot::registry
