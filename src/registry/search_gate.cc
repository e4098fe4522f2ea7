#include "registry/search_gate.h"

#include <utility>

#include "net/completion.h"

namespace entrepot::registry {

net::Task<Result<SearchGate::Pass>> SearchGate::enter() {
  Answer answer = Answer::pass;
  co_await net::wait_for_thread(
      [this, &answer](std::move_only_function<void()> done) { ask(answer, std::move(done)); });
  if (answer == Answer::pass) co_return Pass(this);
  Error error{.code = ErrorCode::rate_limited, .message = "Too many searches are waiting; try again in a second."};
  error.retry_after_seconds = 1;
  co_return std::unexpected(std::move(error));
}

void SearchGate::ask(Answer& answer, std::move_only_function<void()> done) {
  {
    std::lock_guard lock(mutex_);
    if (taken_ && waiting_.size() < kMostWaiting) {
      waiting_.push_back(std::move(done));  // whoever leaves hands the gate over
      return;
    }
    if (taken_) answer = Answer::too_many;
    taken_ = true;
  }
  done();
}

void SearchGate::leave() {
  std::move_only_function<void()> next;
  {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      taken_ = false;
      return;
    }
    next = std::move(waiting_.front());
    waiting_.pop_front();
  }
  next();
}

}  // namespace entrepot::registry
