#include "registry/audit_log.h"

#include <algorithm>
#include <functional>

#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/event_log.h"

namespace entrepot::registry {
namespace {

/// Sequences, both included.
struct Span {
  std::int64_t first = 1;
  std::int64_t last = 0;
};

/// The first sequence that is not from before the time; one more than the last where all are.
Result<std::int64_t> sequence_at(store::Transaction& transaction, Timestamp time, std::int64_t head) {
  std::int64_t low = 1;
  std::int64_t high = head + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    TRY_ASSIGN(const auto row,
               transaction.query_one("SELECT sequence, at FROM events WHERE sequence >= :a ORDER BY sequence LIMIT 1",
                                     {middle}));
    if (!row || row->integer(1) >= to_unix(time)) {
      high = middle;
    } else {
      low = row->integer(0) + 1;
    }
  }
  return low;
}

Result<Span> span_of(store::Transaction& transaction, const AuditQuery& query) {
  TRY_ASSIGN(const std::int64_t head, last_sequence(transaction));
  Span span{.first = 1, .last = head};
  if (query.after) span.first = std::max(span.first, *query.after + 1);
  if (query.before) span.last = std::min(span.last, *query.before - 1);
  if (query.from) {
    TRY_ASSIGN(const std::int64_t from, sequence_at(transaction, *query.from, head));
    span.first = std::max(span.first, from);
  }
  if (query.to) {
    TRY_ASSIGN(const std::int64_t to, sequence_at(transaction, *query.to, head));
    span.last = std::min(span.last, to - 1);
  }
  return span;
}

/// A condition that an index answers in the order of sequences. Its parameters are :a to :c at most.
struct Source {
  std::string condition;
  std::vector<store::Value> values;
};

/// The kind is one of these, for rows that another column finds: what is no column takes no index. The words are those
/// of our own table.
std::string among(const std::vector<EventKind>& kinds) {
  std::string text = "(kind || '') IN (";
  for (const EventKind kind : kinds) {
    if (text.back() != '(') text += ", ";
    text.append("'").append(event_kind_word(kind)).append("'");
  }
  return text + ")";
}

/// The slug as events spell it.
Result<std::string> actor_as_written(store::Transaction& transaction, const std::string& actor) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT slug FROM namespaces WHERE slug_key = :a", {to_lower(actor)}));
  return row ? row->text(0) : actor;
}

/// As CrateName::canonical; of what may be no name at all.
std::string identity_of(std::string_view crate) {
  std::string identity = to_lower(crate);
  std::ranges::replace(identity, '-', '_');
  return identity;
}

/// A crate is spelled in one way in each repository.
Result<std::vector<Source>> sources_of_crate(store::Transaction& transaction, const AuditQuery& query,
                                             const std::string& actor) {
  std::string sql =
      "SELECT c.repository_id, c.name FROM repositories r JOIN crates c ON c.repository_id = r.id AND c.canonical = :a";
  std::vector<store::Value> values{identity_of(query.crate)};
  if (query.place.repository_id != 0) {
    sql += " WHERE r.id = :b";
    values.emplace_back(query.place.repository_id);
  } else if (query.place.namespace_id != 0) {
    sql += " WHERE r.namespace_id = :b";
    values.emplace_back(query.place.namespace_id);
  }
  TRY_ASSIGN(const auto rows, transaction.query(sql, std::move(values)));
  std::vector<Source> sources;
  for (const store::Row& row : rows) {
    Source& source = sources.emplace_back(Source{"repository_id = :a AND crate = :b AND " + among(query.kinds), {}});
    source.values = {row.integer(0), row.text(1)};
    if (actor.empty()) continue;
    source.condition += " AND (actor || '') = :c";
    source.values.emplace_back(actor);
  }
  return sources;
}

/// Each kind for itself: what is asked for may be rare among very much else.
std::vector<Source> sources_of_kinds(const AuditQuery& query, const std::string& actor) {
  std::vector<Source> sources;
  for (const EventKind kind : query.kinds) {
    Source& source = sources.emplace_back(Source{"kind = :a", {std::string(event_kind_word(kind))}});
    if (query.place.repository_id != 0) {
      source.condition += " AND repository_id = :b";
      source.values.emplace_back(query.place.repository_id);
    } else if (query.place.namespace_id != 0) {
      source.condition += " AND namespace_id = :b";
      source.values.emplace_back(query.place.namespace_id);
    }
    if (actor.empty()) continue;
    source.condition += source.values.size() == 1 ? " AND actor = :b" : " AND actor = :c";
    source.values.emplace_back(actor);
  }
  return sources;
}

enum class Order : std::uint8_t { newest_first, oldest_first };

/// The first ones of all sources together, at most `limit`.
Result<std::vector<std::int64_t>> merge(store::Transaction& transaction, const std::vector<Source>& sources, Span span,
                                        Order order, std::size_t limit) {
  std::vector<std::int64_t> sequences;
  const bool ascends = order == Order::oldest_first;
  for (const Source& source : sources) {
    std::vector<store::Value> values = source.values;
    const auto parameter = [&values] { return std::string(":") + static_cast<char>('a' + values.size()); };
    std::string sql = "SELECT sequence FROM events WHERE " + source.condition + " AND sequence >= " + parameter();
    values.emplace_back(span.first);
    sql += " AND sequence <= " + parameter();
    values.emplace_back(span.last);
    sql += (ascends ? " ORDER BY sequence LIMIT " : " ORDER BY sequence DESC LIMIT ") + parameter();
    values.emplace_back(static_cast<std::int64_t>(limit));
    TRY_ASSIGN(const auto rows, transaction.query(sql, std::move(values)));
    for (const store::Row& row : rows) sequences.push_back(row.integer(0));
  }
  std::ranges::sort(sequences);
  if (!ascends) std::ranges::reverse(sequences);
  if (sequences.size() > limit) sequences.resize(limit);
  return sequences;
}

}  // namespace

std::vector<EventKind> visible_kinds(auth::Privilege on_repository) {
  std::vector<EventKind> kinds;
  for (const EventKindRow& row : event_kinds()) {
    if (row.home == EventHome::repository && on_repository >= row.least) kinds.push_back(row.kind);
  }
  return kinds;
}

std::vector<EventKind> all_kinds() {
  std::vector<EventKind> kinds;
  for (const EventKindRow& row : event_kinds()) kinds.push_back(row.kind);
  return kinds;
}

Result<NamespaceRecord> find_administered_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                                    std::string_view slug, Timestamp now) {
  auto found = find_namespace(transaction, slug);
  if (!found && found.error().code != ErrorCode::not_found) return found;
  if (!found || !actor.is_user() || auth::is_expired(actor, now)) return namespace_not_found(slug);
  if (auth::may_administer_namespace(actor, found->id, now)) return found;
  if (found->id != actor.user_id && !actor.grants.contains(found->id)) return namespace_not_found(slug);
  return fail(ErrorCode::forbidden, "What happened in '" + found->slug +
                                        "' is shown to who administers it, by password or by an unrestricted key of "
                                        "scope admin. Each repository has a log of its own.");
}

Result<AuditPage> read_audit_page(store::Transaction& transaction, const AuditQuery& query) {
  AuditPage page{.events = {}, .newest = query.after.value_or(0), .oldest = {}};
  TRY_ASSIGN(const Span span, span_of(transaction, query));
  if (query.kinds.empty() || span.first > span.last) return page;
  std::string actor;
  if (!query.actor.empty()) {
    TRY_ASSIGN(actor, actor_as_written(transaction, query.actor));
  }
  std::vector<Source> sources;
  if (!query.crate.empty()) {
    TRY_ASSIGN(sources, sources_of_crate(transaction, query, actor));
  } else if (actor.empty() && query.place.repository_id == 0 && query.place.namespace_id == 0 &&
             query.kinds.size() == kEventKindCount) {
    sources.push_back({"1 = 1", {}});
  } else {
    sources = sources_of_kinds(query, actor);
  }
  const bool follows = query.after.has_value() && !query.before.has_value();
  const Order order = follows ? Order::oldest_first : Order::newest_first;
  TRY_ASSIGN(std::vector<std::int64_t> sequences, merge(transaction, sources, span, order, query.limit + 1));
  const bool has_more = sequences.size() > query.limit;
  if (has_more) sequences.pop_back();
  std::ranges::sort(sequences, std::ranges::greater());
  for (const std::int64_t sequence : sequences) {
    TRY_ASSIGN(auto event, read_event(transaction, sequence));
    if (event) page.events.push_back(std::move(*event));
  }
  if (page.events.empty()) return page;
  page.newest = page.events.front().sequence;
  if (has_more || follows) page.oldest = page.events.back().sequence;
  return page;
}

}  // namespace entrepot::registry
