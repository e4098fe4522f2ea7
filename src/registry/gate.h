#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "base/error.h"
#include "net/task.h"

namespace entrepot::registry {

/// How many may wait at a gate.
struct GateBounds {
  std::size_t most_waiting = 64;
  std::size_t most_of_one = 8;  ///< of one caller
};

/// Lets one at a time do what costs a lot, so that threads are left for those who build: there is one for what walks
/// the database, one for statistics, one for looking into crates. Whoever leaves hands over to the first who waits and
/// is another caller, so that nobody waits for all that one caller has asked for. Owned by Registry; any thread.
class Gate {
 public:
  explicit Gate(GateBounds bounds = {}) : bounds_(bounds) {}

  /// Holds the gate while it lives.
  class Pass {
   public:
    Pass(Gate* gate, std::string caller) : gate_(gate), caller_(std::move(caller)) {}
    Pass(Pass&& other) noexcept : gate_(other.gate_), caller_(std::move(other.caller_)) { other.gate_ = nullptr; }
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave(caller_);
    }

   private:
    Gate* gate_;
    std::string caller_;
  };

  /// ErrorCode::rate_limited when too many wait already, or too many of that caller. `caller` is whatever tells callers
  /// apart.
  net::Task<Result<Pass>> enter(std::string caller);
  /// Sends all who wait away, `unavailable`, and whoever comes later; before their loops are gone.
  void stop();

 private:
  enum class Answer : unsigned char { pass, too_many, too_many_of_one, stopping };
  struct Waiting {
    const std::string* caller;  // in the frame of whoever waits
    Answer* answer;             // likewise
    std::move_only_function<void()> done;
  };
  void ask(const std::string& caller, Answer& answer, std::move_only_function<void()> done);
  /// Under the lock; `pass` where there is room to wait.
  Answer may_wait(const std::string& caller) const;
  void leave(const std::string& caller);

  const GateBounds bounds_;
  std::mutex mutex_;
  bool taken_ = false;
  bool stopped_ = false;
  std::deque<Waiting> waiting_;
};

}  // namespace entrepot::registry
