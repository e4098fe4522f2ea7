#include "registry/gate.h"

#include <algorithm>
#include <utility>

#include "net/completion.h"

namespace entrepot::registry {

net::Task<Result<Gate::Pass>> Gate::enter(std::string caller) {
  Answer answer = Answer::pass;
  co_await net::wait_for_thread(
      [this, &caller, &answer](std::move_only_function<void()> done) { ask(caller, answer, std::move(done)); });
  switch (answer) {
    case Answer::pass:
      co_return Pass(this, std::move(caller));
    case Answer::stopping:
      co_return unavailable("The server is stopping.", 1);
    case Answer::too_many_of_one:
      co_return rate_limited("You have asked for too much of this at once; try again in a second.", 1);
    case Answer::too_many:
      break;
  }
  co_return rate_limited("Too many others want to search or to look into crates; try again in a second.", 1);
}

Gate::Answer Gate::may_wait(const std::string& caller) const {
  if (waiting_.size() >= bounds_.most_waiting) return Answer::too_many;
  const auto is_same = [&caller](const Waiting& one) { return *one.caller == caller; };
  if (std::cmp_greater_equal(std::ranges::count_if(waiting_, is_same), bounds_.most_of_one)) {
    return Answer::too_many_of_one;
  }
  return Answer::pass;
}

void Gate::ask(const std::string& caller, Answer& answer, std::move_only_function<void()> done) {
  {
    std::lock_guard lock(mutex_);
    if (stopped_) {
      answer = Answer::stopping;
    } else if (!taken_) {
      taken_ = true;
    } else {
      answer = may_wait(caller);
      if (answer == Answer::pass) {
        waiting_.push_back({&caller, &answer, std::move(done)});  // whoever leaves hands the gate over
        return;
      }
    }
  }
  done();
}

void Gate::stop() {
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

void Gate::leave(const std::string& caller) {
  std::move_only_function<void()> next;
  {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      taken_ = false;
      return;
    }
    auto chosen = std::ranges::find_if(waiting_, [&caller](const Waiting& one) { return *one.caller != caller; });
    if (chosen == waiting_.end()) chosen = waiting_.begin();
    next = std::move(chosen->done);
    waiting_.erase(chosen);
  }
  next();
}

}  // namespace entrepot::registry
