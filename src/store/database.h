#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/try.h"
#include "net/task.h"
#include "store/transaction.h"

namespace entrepot::store {

/// The metadata. Work is a synchronous function of a Transaction that returns a Result: an error (or exception) rolls
/// back, a value commits. A write's coroutine resumes only after its commit is durable. Any thread; queues are bounded
/// (`unavailable` when full) and waits have deadlines.
class Database {
 public:
  using Work = std::move_only_function<Result<void>(Transaction&)>;

  virtual ~Database() = default;

  /// One snapshot, nothing written.
  template <typename F, typename Outcome = std::invoke_result_t<F&, Transaction&>>
  net::Task<Outcome> read(F work) {
    return run<Outcome>(Access::read, std::move(work));
  }
  /// Serialised with all other writes; several waiting ones share one durable commit.
  template <typename F, typename Outcome = std::invoke_result_t<F&, Transaction&>>
  net::Task<Outcome> write(F work) {
    return run<Outcome>(Access::write, std::move(work));
  }

  /// The same from a thread that may block (CLI, followers); never on an event loop.
  template <typename F, typename Outcome = std::invoke_result_t<F&, Transaction&>>
  Outcome read_here(F work) {
    return run_here<Outcome>(Access::read, std::move(work));
  }
  template <typename F, typename Outcome = std::invoke_result_t<F&, Transaction&>>
  Outcome write_here(F work) {
    return run_here<Outcome>(Access::write, std::move(work));
  }

  /// What is wrong with the database by its own means (damaged pages, dangling references); empty when it is sound.
  /// Reads everything; from a thread that may block.
  virtual Result<std::vector<std::string>> check() = 0;

  /// How large the database is, without what waits in its log. From a thread that may block.
  virtual Result<std::int64_t> stored_bytes() = 0;

  /// Refuses new work, finishes what is queued. Before the event loops whose coroutines wait for it stop.
  virtual void stop() = 0;

 protected:
  enum class Access { read, write };
  virtual net::Task<Result<void>> submit(Access access, Work work) = 0;
  virtual Result<void> submit_here(Access access, Work work) = 0;

 private:
  template <typename Outcome, typename F>
  net::Task<Outcome> run(Access access, F work) {
    std::optional<Outcome> outcome;
    CO_TRY(co_await submit(access, [&](Transaction& transaction) { return keep(outcome, work(transaction)); }));
    co_return std::move(*outcome);
  }
  template <typename Outcome, typename F>
  Outcome run_here(Access access, F work) {
    std::optional<Outcome> outcome;
    TRY(submit_here(access, [&](Transaction& transaction) { return keep(outcome, work(transaction)); }));
    return std::move(*outcome);
  }
  template <typename Outcome>
  static Result<void> keep(std::optional<Outcome>& kept, Outcome outcome) {
    if (!outcome.has_value()) return std::unexpected(outcome.error());
    kept.emplace(std::move(outcome));
    return {};
  }
};

}  // namespace entrepot::store
