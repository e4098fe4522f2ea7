#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/error.h"
#include "net/completion.h"
#include "net/task.h"

namespace entrepot::net {

/// Lets one caller do what several want at the same time: who comes first for a key works, the others wait for its
/// outcome, each on its own loop. `abandon` makes later callers start anew, for when what is being fetched has become
/// old. Any thread. Its owner calls `stop` while the loops of all callers still exist.
template <typename Key, typename T, typename Hash = std::hash<Key>>
class SingleFlight {
 public:
  template <typename Work>
  Task<Result<T>> run(Key key, Work work) {
    const Boarding boarding = board(key);
    const std::shared_ptr<Flight> flight = boarding.flight;
    if (flight == nullptr) co_return co_await work();
    if (!boarding.leads) {
      co_await wait_for_thread([flight](std::move_only_function<void()> done) { wait_in(*flight, std::move(done)); });
      co_return *flight->outcome;
    }
    try {
      Result<T> outcome = co_await work();
      land(key, flight, outcome);
      co_return outcome;
    } catch (...) {
      land(key, flight, internal_error("a shared look-up ended in an exception"));
      throw;
    }
  }

  void abandon(const Key& key) {
    std::lock_guard lock(mutex_);
    flights_.erase(key);
  }
  template <typename Predicate>
  void abandon_if(Predicate matches) {
    std::lock_guard lock(mutex_);
    std::erase_if(flights_, [&matches](const auto& item) { return matches(item.first); });
  }

  /// Answers all who wait `unavailable`, and lets nobody wait from now on: whoever leads may be destroyed with its loop
  /// without ever landing, and then nothing may be left here that refers to other loops.
  void stop() {
    std::unordered_set<std::shared_ptr<Flight>> aloft;
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
      flights_.clear();
      aloft.swap(aloft_);
    }
    for (const auto& flight : aloft) arrive(*flight, unavailable("The server is stopping.", 1));
  }

 private:
  struct Flight {
    std::mutex mutex;
    std::optional<Result<T>> outcome;  // set once; read without the lock by those who were woken after it
    std::vector<std::move_only_function<void()>> waiting;
  };
  struct Boarding {
    std::shared_ptr<Flight> flight;  // null: stopped, each for itself
    bool leads;
  };

  Boarding board(const Key& key) {
    std::lock_guard lock(mutex_);
    if (stopped_) return {nullptr, true};
    auto [place, added] = flights_.try_emplace(key);
    if (added) aloft_.insert(place->second = std::make_shared<Flight>());
    return {place->second, added};
  }

  static void wait_in(Flight& flight, std::move_only_function<void()> done) {
    {
      std::lock_guard lock(flight.mutex);
      if (!flight.outcome) {
        flight.waiting.push_back(std::move(done));
        return;
      }
    }
    done();
  }

  void land(const Key& key, const std::shared_ptr<Flight>& flight, Result<T> outcome) {
    {
      std::lock_guard lock(mutex_);
      if (auto place = flights_.find(key); place != flights_.end() && place->second == flight) flights_.erase(place);
      aloft_.erase(flight);
    }
    arrive(*flight, std::move(outcome));
  }

  static void arrive(Flight& flight, Result<T> outcome) {
    std::vector<std::move_only_function<void()>> waiting;
    {
      std::lock_guard lock(flight.mutex);
      if (flight.outcome) return;  // stopped while it was under way
      flight.outcome.emplace(std::move(outcome));
      waiting.swap(flight.waiting);
    }
    for (auto& done : waiting) done();
  }

  std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<Flight>, Hash> flights_;  // which may still be joined
  std::unordered_set<std::shared_ptr<Flight>> aloft_;               // all that have not landed
  bool stopped_ = false;
};

}  // namespace entrepot::net
