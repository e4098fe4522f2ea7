#include "registry/search_gate.h"

#include <utility>

#include "net/completion.h"

namespace entrepot::registry {

net::Task<Result<SearchGate::Pass>> SearchGate::enter() {
  Answer answer = Answer::pass;
  co_await net::wait_for_thread(
      [this, &answer](std::move_only_function<void()> done) { ask(answer, std::move(done)); });
  if (answer == Answer::pass) co_return Pass(this);
  if (answer == Answer::stopping) co_return unavailable("The server is stopping.", 1);
  co_return rate_limited("Too many others want to search or to look into crates; try again in a second.", 1);
}

void SearchGate::ask(Answer& answer, std::move_only_function<void()> done) {
  {
    std::lock_guard lock(mutex_);
    if (!stopped_ && taken_ && waiting_.size() < kMostWaiting) {
      waiting_.push_back({&answer, std::move(done)});  // whoever leaves hands the gate over
      return;
    }
    if (stopped_) {
      answer = Answer::stopping;
    } else if (taken_) {
      answer = Answer::too_many;
    } else {
      taken_ = true;
    }
  }
  done();
}

void SearchGate::stop() {
  std::deque<Waiting> waiting;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    waiting.swap(waiting_);
  }
  for (Waiting& one : waiting) {
    *one.answer = Answer::stopping;
    one.done();
  }
}

void SearchGate::leave() {
  std::move_only_function<void()> next;
  {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      taken_ = false;
      return;
    }
    next = std::move(waiting_.front().done);
    waiting_.pop_front();
  }
  next();
}

}  // namespace entrepot::registry
