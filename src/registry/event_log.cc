#include "registry/event_log.h"

#include "registry/caches.h"
#include "registry/follower_runner.h"

namespace entrepot::registry {
namespace {

constexpr std::string_view kSelectEvents =
    "SELECT sequence, kind, at, actor, namespace_id, repository_id, subject_id, crate, version, data FROM events";

Result<Event> event_from_row(const store::Row& row) {
  const auto kind = parse_event_kind(row.text(1));
  if (!kind) return internal_error("the event log holds an unknown kind: " + row.text(1));
  return Event{.sequence = row.integer(0),
               .kind = *kind,
               .at = from_unix(row.integer(2)),
               .actor = row.text(3),
               .namespace_id = row.integer(4),
               .repository_id = row.integer(5),
               .subject_id = row.integer(6),
               .crate = row.text(7),
               .version = row.text(8),
               .data = row.text(9)};
}

}  // namespace

Result<void> EventSink::append(Event event) {
  event.at = at_;
  event.actor = actor_;
  TRY_ASSIGN(const auto row,
             transaction_.query_one(
                 "INSERT INTO events (kind, at, actor, namespace_id, repository_id, subject_id, crate, version, data) "
                 "VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i) RETURNING sequence",
                 {std::string(event_kind_word(event.kind)), to_unix(event.at), event.actor, event.namespace_id,
                  event.repository_id, event.subject_id, event.crate, event.version, event.data}));
  if (!row) return internal_error("an event got no sequence number");
  event.sequence = row->integer(0);
  events_.push_back(std::move(event));
  return {};
}

Result<void> attempt(WriteContext& context, const std::function<Result<void>()>& part) {
  const std::size_t events = context.events.count();
  TRY(context.transaction.execute("SAVEPOINT part"));
  Result<void> outcome = part();
  if (!outcome) {
    context.events.keep(events);
    TRY(context.transaction.execute("ROLLBACK TO part"));
  }
  TRY(context.transaction.execute("RELEASE part"));
  return outcome;
}

Result<std::vector<Event>> read_events(store::Transaction& transaction, std::int64_t after, std::size_t limit) {
  TRY_ASSIGN(const auto rows,
             transaction.query(std::string(kSelectEvents) + " WHERE sequence > :a ORDER BY sequence LIMIT :b",
                               {after, static_cast<std::int64_t>(limit)}));
  std::vector<Event> events;
  events.reserve(rows.size());
  for (const auto& row : rows) {
    TRY_ASSIGN(Event event, event_from_row(row));
    events.push_back(std::move(event));
  }
  return events;
}

Result<std::optional<Event>> read_event(store::Transaction& transaction, std::int64_t sequence) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelectEvents) + " WHERE sequence = :a", {sequence}));
  if (!row) return std::nullopt;
  return event_from_row(*row);
}

Result<std::int64_t> last_sequence(store::Transaction& transaction) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT MAX(sequence) FROM events"));
  return row ? row->integer(0) : 0;
}

Result<std::int64_t> last_sequence_of(store::Transaction& transaction, std::int64_t repository_id) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT MAX(sequence) FROM events WHERE repository_id = :a", {repository_id}));
  return row ? row->integer(0) : 0;
}

Result<std::int64_t> follower_cursor(store::Transaction& transaction, std::string_view name) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT cursor_sequence FROM followers WHERE name = :a", {std::string(name)}));
  return row ? row->integer(0) : 0;
}

void Writer::committed(const std::vector<Event>& events) {
  if (events.empty()) return;
  for (const Event& event : events) caches_.apply(event);
  followers_.wake();
}

}  // namespace entrepot::registry
