#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "auth/lookup.h"
#include "auth/principal.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/try.h"
#include "registry/event.h"
#include "store/database.h"

namespace entrepot::registry {

class Caches;
class FollowerRunner;

/// Appends events inside the transaction that makes them true. Lives as long as one piece of work.
class EventSink {
 public:
  EventSink(store::Transaction& transaction, Timestamp at, std::string actor)
      : transaction_(transaction), at_(at), actor_(std::move(actor)) {}

  /// `sequence`, `at` and `actor` are filled in here.
  Result<void> append(Event event);
  std::vector<Event> take() { return std::move(events_); }
  std::size_t count() const { return events_.size(); }
  /// Forgets those after the first `count`: their rows were rolled back.
  void keep(std::size_t count) { events_.resize(count); }

 private:
  store::Transaction& transaction_;
  Timestamp at_;
  std::string actor_;
  std::vector<Event> events_;
};

/// What a changing verb works with. Lives as long as one transaction; on the database's thread only.
struct WriteContext {
  store::Transaction& transaction;
  EventSink& events;
  const auth::Principal& actor;  ///< as the database has it in this transaction
  Timestamp now;
  Random& random;
};

/// One of several parts of a work that may fail for itself: what it changed is then undone, its events included, and
/// the work goes on. Parts do not nest.
Result<void> attempt(WriteContext& context, const std::function<Result<void>()>& part);

/// Events with a sequence above `after`, oldest first, at most `limit`.
Result<std::vector<Event>> read_events(store::Transaction& transaction, std::int64_t after, std::size_t limit);
/// The one with that sequence, if there is one.
Result<std::optional<Event>> read_event(store::Transaction& transaction, std::int64_t sequence);
/// The last sequence, 0 when nothing has happened yet.
Result<std::int64_t> last_sequence(store::Transaction& transaction);
/// The same of one repository.
Result<std::int64_t> last_sequence_of(store::Transaction& transaction, std::int64_t repository_id);
/// The last event that a follower has applied, 0 when it is new.
Result<std::int64_t> follower_cursor(store::Transaction& transaction, std::string_view name);

/// The only way to change anything: runs work in one write transaction, and when it is durable applies the events it
/// appended to this node's caches and wakes the followers, before the caller goes on. So a workflow cannot forget to.
/// The actor is read anew in that transaction: a key revoked, a user disabled or a member removed while a request was
/// under way writes nothing. Any thread.
class Writer {
 public:
  Writer(store::Database& database, Caches& caches, FollowerRunner& followers, const Clock& clock, Random& random)
      : database_(database), caches_(caches), followers_(followers), clock_(clock), random_(random) {}

  /// `work` is a function of WriteContext& that returns a Result and must not capture references.
  template <typename F, typename Outcome = std::invoke_result_t<F&, WriteContext&>>
  net::Task<Outcome> write(std::shared_ptr<const auth::Principal> actor, F work) {
    auto done = co_await database_.write(Run<F, Outcome>{*this, std::move(actor), std::move(work)});
    if (!done.has_value()) co_return std::unexpected(std::move(done).error());
    committed(done->events);
    co_return std::move(done->outcome);
  }
  /// The same from a thread that may block.
  template <typename F, typename Outcome = std::invoke_result_t<F&, WriteContext&>>
  Outcome write_here(std::shared_ptr<const auth::Principal> actor, F work) {
    auto done = database_.write_here(Run<F, Outcome>{*this, std::move(actor), std::move(work)});
    if (!done.has_value()) return std::unexpected(std::move(done).error());
    committed(done->events);
    return std::move(done->outcome);
  }

 private:
  template <typename Outcome>
  struct Done {
    Outcome outcome;
    std::vector<Event> events;
  };
  template <typename F, typename Outcome>
  struct Run {
    Writer& writer;
    std::shared_ptr<const auth::Principal> actor;
    F work;

    Result<Done<Outcome>> operator()(store::Transaction& transaction) {
      const Timestamp now = writer.clock_.now();
      TRY_ASSIGN(const auth::Principal current, auth::reload(transaction, *actor, now));
      EventSink events(transaction, now, current.user.empty() ? "system" : current.user);
      WriteContext context{transaction, events, current, now, writer.random_};
      Outcome outcome = work(context);
      if (!outcome.has_value()) return std::unexpected(std::move(outcome).error());
      return Done<Outcome>{std::move(outcome), events.take()};
    }
  };

  void committed(const std::vector<Event>& events);

  store::Database& database_;
  Caches& caches_;
  FollowerRunner& followers_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace entrepot::registry
