#include "registry/follower_runner.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "base/try.h"
#include "net/event_loops.h"
#include "registry/event_log.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kEventsPerTransaction = 256;
constexpr Milliseconds kPoll{5};  ///< of somebody who waits for a follower: about as long as an event takes
constexpr Milliseconds kFirstPause{500};
constexpr Milliseconds kLongestPause{60'000};

Result<std::int64_t> read_cursor(store::Transaction& transaction, std::string_view name) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT cursor_sequence FROM followers WHERE name = :a", {std::string(name)}));
  return row ? row->integer(0) : 0;
}

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
    TRY_ASSIGN(const std::int64_t cursor, read_cursor(transaction, follower.name()));
    TRY_ASSIGN(const auto events, read_events(transaction, cursor, kEventsPerTransaction));
    for (const Event& event : events) TRY(follower.apply(transaction, event));
    if (!events.empty()) TRY(write_cursor(transaction, follower.name(), events.back().sequence));
    return events.size();
  });
}

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
  std::thread thread;

  State(store::Database& database_in, std::vector<std::unique_ptr<Follower>> followers_in)
      : database(database_in), followers(std::move(followers_in)) {
    for (const auto& follower : followers) states.push_back({.name = std::string(follower->name())});
  }

  void note(std::size_t index, std::int64_t cursor, std::int64_t head) {
    std::lock_guard lock(mutex);
    states[index].cursor = cursor;
    states[index].head = head;
  }
  void note_error(std::size_t index, std::string error) {
    std::lock_guard lock(mutex);
    states[index].last_error = std::move(error);
  }
  /// And is being worked on.
  bool is_behind(std::string_view name, std::int64_t sequence) const {
    std::lock_guard lock(mutex);
    if (stopping || !thread.joinable()) return false;
    const auto found = std::ranges::find(states, name, &FollowerState::name);
    return found != states.end() && found->cursor < sequence;
  }
  bool is_stopping() const {
    std::lock_guard lock(mutex);
    return stopping;
  }

  Result<void> catch_up_one(std::size_t index) {
    Follower& follower = *followers[index];
    while (true) {
      struct Distance {
        std::int64_t cursor;
        std::int64_t head;
      };
      TRY_ASSIGN(const Distance distance,
                 database.read_here([&follower](store::Transaction& transaction) -> Result<Distance> {
                   TRY_ASSIGN(const std::int64_t cursor, read_cursor(transaction, follower.name()));
                   TRY_ASSIGN(const std::int64_t head, last_sequence(transaction));
                   return Distance{cursor, head};
                 }));
      note(index, distance.cursor, distance.head);
      if (distance.cursor >= distance.head || is_stopping()) return {};
      TRY(apply_some(database, follower));
    }
  }

  Result<void> catch_up() {
    std::lock_guard work(work_mutex);
    Result<void> outcome;
    for (std::size_t index = 0; index < followers.size(); ++index) {
      auto caught_up = fenced([this, index] { return catch_up_one(index); });
      note_error(index, caught_up ? std::string() : caught_up.error().message + " " + caught_up.error().detail);
      if (!caught_up && outcome) outcome = std::move(caught_up);
    }
    return outcome;
  }

  /// One of the house's two places where an exception stops: it must not end the program for a follower's sake.
  template <typename F>
  static Result<void> fenced(F work) {
    try {
      return work();
    } catch (const std::exception& problem) {
      return internal_error(std::string("a follower threw: ") + problem.what());
    }
  }

  void run() {
    Milliseconds pause = kFirstPause;
    std::unique_lock lock(mutex);
    while (!stopping) {
      if (!work_waits) {
        woken.wait(lock);
        continue;
      }
      work_waits = false;
      lock.unlock();
      const auto caught_up = catch_up();
      lock.lock();
      if (caught_up) {
        pause = kFirstPause;
        continue;
      }
      log_warning("A follower could not catch up", {{"error", caught_up.error().message},
                                                    {"detail", caught_up.error().detail},
                                                    {"retry_ms", static_cast<std::int64_t>(pause.count())}});
      woken.wait_for(lock, pause, [this] { return stopping; });
      pause = std::min(pause * 2, kLongestPause);
      work_waits = true;
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
  return state_->catch_up();
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
