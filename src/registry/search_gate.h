#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

#include "base/error.h"
#include "net/task.h"

namespace entrepot::registry {

/// Lets one search at a time into the database: a search may read a whole repository, and the other reader threads
/// shall be free for those who build. CrateViewer has another one, for the threads of the pool. Owned by Registry; any
/// thread.
class SearchGate {
 public:
  static constexpr std::size_t kMostWaiting = 64;

  /// Holds the gate while it lives.
  class Pass {
   public:
    explicit Pass(SearchGate* gate) : gate_(gate) {}
    Pass(Pass&& other) noexcept : gate_(other.gate_) { other.gate_ = nullptr; }
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    SearchGate* gate_;
  };

  /// In the order of arrival; ErrorCode::rate_limited when too many wait already.
  net::Task<Result<Pass>> enter();
  /// Sends all who wait away, `unavailable`, and whoever comes later; before their loops are gone.
  void stop();

 private:
  enum class Answer : unsigned char { pass, too_many, stopping };
  struct Waiting {
    Answer* answer;  // in the frame of whoever waits
    std::move_only_function<void()> done;
  };
  void ask(Answer& answer, std::move_only_function<void()> done);
  void leave();

  std::mutex mutex_;
  bool taken_ = false;
  bool stopped_ = false;
  std::deque<Waiting> waiting_;
};

}  // namespace entrepot::registry
