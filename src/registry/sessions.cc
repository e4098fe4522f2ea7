#include "registry/sessions.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "base/try.h"
#include "registry/access.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kLongestUserAgent = 256;
constexpr std::string_view kSelectSessions =
    "SELECT id, slug_perm, user_id, created_at, last_used_at, user_agent, address FROM sessions ";

SessionRecord session_from_row(const store::Row& row) {
  return {.id = row.integer(0),
          .slug_perm = row.text(1),
          .user_id = row.integer(2),
          .times = {.created_at = from_unix(row.integer(3)), .last_used_at = from_unix(row.integer(4))},
          .user_agent = row.text(5),
          .address = row.text(6)};
}

/// What a browser says of itself, fit for pages and logs.
std::string printable(std::string_view text) {
  std::string clean(text.substr(0, kLongestUserAgent));
  std::ranges::replace_if(clean, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return clean;
}

/// The log says which browser and where, so that its owner knows it again.
std::string data_of(const SessionRecord& session) {
  return boost::json::serialize(boost::json::object{
      {"session", session.slug_perm}, {"address", session.address}, {"user_agent", session.user_agent}});
}

Result<void> remove(WriteContext& context, const SessionRecord& session) {
  TRY(context.transaction.execute("DELETE FROM sessions WHERE id = :a", {session.id}));
  return context.events.append({.kind = EventKind::session_ended,
                                .namespace_id = session.user_id,
                                .subject_id = session.id,
                                .data = data_of(session)});
}

Result<std::vector<SessionRecord>> sessions_of(store::Transaction& transaction, std::int64_t user_id) {
  TRY_ASSIGN(const auto rows,
             transaction.query(std::string(kSelectSessions) + "WHERE user_id = :a ORDER BY last_used_at DESC, id DESC",
                               {user_id}));
  std::vector<SessionRecord> sessions;
  for (const store::Row& row : rows) sessions.push_back(session_from_row(row));
  return sessions;
}

/// Nobody is told: their limits ended them long ago.
Result<void> forget_old_sessions(WriteContext& context, const auth::SessionLimits& limits) {
  TRY(context.transaction.execute("DELETE FROM sessions WHERE created_at <= :a",
                                  {to_unix(context.now - limits.absolute)}));
  TRY(context.transaction.execute("DELETE FROM sessions WHERE last_used_at <= :a",
                                  {to_unix(context.now - limits.idle)}));
  return {};
}

Result<void> end_the_one_before(WriteContext& context, const Visitor& visitor) {
  if (!visitor.before) return {};
  TRY_ASSIGN(const auto row, context.transaction.query_one(std::string(kSelectSessions) + "WHERE secret_hash = :a",
                                                           {visitor.before->hex()}));
  if (!row) return {};
  return remove(context, session_from_row(*row));
}

Result<void> require_user(const WriteContext& context) {
  return require_full_user(context.actor, context.now);
}

}  // namespace

Result<OpenedSession> open_session(WriteContext& context, const Visitor& visitor, const auth::SessionLimits& limits) {
  TRY(require_user(context));
  TRY(forget_old_sessions(context, limits));
  TRY(end_the_one_before(context, visitor));
  const std::int64_t user_id = context.actor.user_id;
  TRY_ASSIGN(const std::vector<SessionRecord> others, sessions_of(context.transaction, user_id));
  for (std::size_t place = kMostSessions - 1; place < others.size(); ++place) TRY(remove(context, others[place]));

  auth::Secret secret = auth::make_session_secret(context.random);
  SessionRecord record{.slug_perm = make_slug_perm(context.random),
                       .user_id = user_id,
                       .times = {.created_at = context.now, .last_used_at = context.now},
                       .user_agent = printable(visitor.user_agent),
                       .address = visitor.address};
  TRY_ASSIGN(
      const auto row,
      context.transaction.query_one(
          "INSERT INTO sessions (slug_perm, user_id, secret_hash, created_at, last_used_at, user_agent, address) "
          "VALUES (:a, :b, :c, :d, :e, :f, :g) RETURNING id",
          {record.slug_perm, user_id, auth::TokenHash(secret).hex(), to_unix(context.now), to_unix(context.now),
           record.user_agent, record.address}));
  if (!row) return internal_error("a session got no number");
  record.id = row->integer(0);
  TRY(context.events.append(
      {.kind = EventKind::session_opened, .namespace_id = user_id, .subject_id = record.id, .data = data_of(record)}));
  return OpenedSession{.record = std::move(record), .secret = std::move(secret)};
}

Result<std::vector<SessionRecord>> list_sessions(store::Transaction& transaction, const auth::Principal& actor,
                                                 const auth::SessionLimits& limits, Timestamp now) {
  TRY(require_full_user(actor, now));
  TRY_ASSIGN(std::vector<SessionRecord> sessions, sessions_of(transaction, actor.user_id));
  for (SessionRecord& session : sessions) {
    // Its use is written down only from time to time.
    if (session.id == actor.session_id) session.times.last_used_at = now;
  }
  std::erase_if(sessions,
                [&limits, now](const SessionRecord& session) { return now >= auth::idle_end(session.times, limits); });
  return sessions;
}

Result<std::optional<SessionRecord>> present_session(store::Transaction& transaction, const auth::Principal& actor) {
  if (actor.session_id == 0) return std::nullopt;
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelectSessions) + "WHERE id = :a", {actor.session_id}));
  if (!row) return std::nullopt;
  return session_from_row(*row);
}

Result<void> end_session(WriteContext& context, std::string_view slug_perm) {
  TRY(require_user(context));
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(std::string(kSelectSessions) + "WHERE slug_perm = :a AND user_id = :b",
                                           {std::string(slug_perm), context.actor.user_id}));
  if (!row) return fail(ErrorCode::not_found, "There is no session '" + std::string(slug_perm) + "'.");
  return remove(context, session_from_row(*row));
}

Result<void> end_present_session(WriteContext& context) {
  TRY_ASSIGN(const std::optional<SessionRecord> session, present_session(context.transaction, context.actor));
  if (!session) return {};
  return remove(context, *session);
}

Result<void> end_other_sessions(WriteContext& context) {
  TRY(require_user(context));
  TRY_ASSIGN(const std::vector<SessionRecord> all, sessions_of(context.transaction, context.actor.user_id));
  for (const SessionRecord& session : all) {
    if (session.id != context.actor.session_id) TRY(remove(context, session));
  }
  return {};
}

Result<void> drop_sessions(WriteContext& context, std::int64_t user_id) {
  TRY(context.transaction.execute("DELETE FROM sessions WHERE user_id = :a AND id <> :b",
                                  {user_id, context.actor.session_id}));
  return {};
}

}  // namespace entrepot::registry
