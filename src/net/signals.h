#pragma once

#include <functional>
#include <memory>

namespace entrepot::net {

class EventLoops;

/// What the process does when the operating system asks: callbacks on the first event loop, one at a time, never in
/// signal context. Owned by the composition root; made before and destroyed after the loops run.
class Signals {
 public:
  struct Actions {
    std::function<void()> terminate;  ///< SIGTERM and SIGINT; called once per signal
    std::function<void()> reload;     ///< SIGHUP
  };

  Signals(EventLoops& loops, Actions actions);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace entrepot::net
