#include "net/signals.h"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "net/event_loops.h"

namespace entrepot::net {

struct Signals::State : std::enable_shared_from_this<State> {
  State(boost::asio::io_context& context, Actions given)
      : set(context, SIGTERM, SIGINT, SIGHUP), actions(std::move(given)) {}

  void wait() {
    set.async_wait([self = shared_from_this()](boost::system::error_code error, int signal) {
      if (error) return;
      const auto& action = signal == SIGHUP ? self->actions.reload : self->actions.terminate;
      if (action) action();
      self->wait();
    });
  }

  boost::asio::signal_set set;
  Actions actions;
};

Signals::Signals(EventLoops& loops, Actions actions)
    : state_(std::make_shared<State>(loops.loop(0), std::move(actions))) {
  state_->wait();
}

Signals::~Signals() {
  // On the loop, because a signal may be being handled there right now.
  boost::asio::post(state_->set.get_executor(), [state = state_] {
    boost::system::error_code ignored;
    state->set.cancel(ignored);
  });
}

}  // namespace entrepot::net
