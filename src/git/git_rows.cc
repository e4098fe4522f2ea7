#include "git/git_rows.h"

#include <algorithm>
#include <utility>

#include "base/try.h"
#include "registry/event.h"
#include "registry/index_history.h"

namespace entrepot::git {
namespace {

Result<ObjectId> stored_id(const std::string& hex) {
  const auto id = ObjectId::parse(hex);
  if (!id) return internal_error("the git index holds something else than an object id");
  return *id;
}

/// What a commit says has been done to a version; empty for what is done to no version.
std::string_view verb_of(registry::EventKind kind) {
  switch (kind) {
    case registry::EventKind::published:
      return "Publish";
    case registry::EventKind::yanked:
      return "Yank";
    case registry::EventKind::unyanked:
      return "Unyank";
    case registry::EventKind::deleted:
      return "Delete";
    case registry::EventKind::restored:
      return "Restore";
    case registry::EventKind::quarantined:
      return "Quarantine";
    case registry::EventKind::released:
      return "Release";
    default:
      return "";
  }
}

std::string message_of(const store::Row& row, std::size_t kind, std::size_t crate, std::size_t version) {
  const auto event = registry::parse_event_kind(row.text(kind));
  const std::string_view verb = event ? verb_of(*event) : "";
  if (verb.empty()) return "Create the index";
  return std::string(verb) + " " + row.text(crate) + " " + row.text(version);
}

StateRecord state_of(const store::Row& row) {
  return {.sequence = row.integer(0),
          .number = row.integer(1),
          .at = from_unix(row.integer(2)),
          .message = message_of(row, 3, 4, 5)};
}

constexpr std::string_view kSelectStates =
    "SELECT s.sequence, s.number, e.at, e.kind, e.crate, e.version FROM git_states s JOIN events e ON e.sequence = "
    "s.sequence "
    "WHERE s.repository_id = :a";
constexpr std::string_view kNewestFirst = " ORDER BY s.sequence DESC";

Result<PlacedObject> placed_object(const store::Row& row) {
  TRY_ASSIGN(const ObjectId object, stored_id(row.text(2)));
  return PlacedObject{.place = {row.text(0), row.text(1)}, .object = object, .since = row.integer(3)};
}

Result<std::vector<TreeEntry>> read_entries(store::Transaction& transaction, std::string_view directory,
                                            std::string_view sql, std::vector<store::Value> values) {
  std::vector<TreeEntry> entries;
  TRY(transaction.each(sql, std::move(values), [&](const store::Row& row) -> Result<void> {
    TRY_ASSIGN(const ObjectId object, stored_id(row.text(1)));
    entries.push_back({.name = row.text(0), .object = object, .kind = kind_in(directory)});
    return {};
  }));
  return entries;
}

}  // namespace

Result<std::optional<StateRecord>> newest_state(store::Transaction& transaction, std::int64_t repository_id) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelectStates).append(kNewestFirst).append(" LIMIT 1"),
                                                   {repository_id}));
  if (!row) return std::nullopt;
  return state_of(*row);
}

Result<std::optional<StateRecord>> find_state(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t sequence) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectStates) + " AND s.sequence = :b", {repository_id, sequence}));
  if (!row) return std::nullopt;
  return state_of(*row);
}

Result<std::optional<Timestamp>> overtaken_at(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t sequence) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectStates) + " AND s.sequence > :b ORDER BY s.sequence LIMIT 1",
                                   {repository_id, sequence}));
  if (!row) return std::nullopt;
  return state_of(*row).at;
}

Result<std::int64_t> oldest_state(store::Transaction& transaction, std::int64_t repository_id) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT MIN(sequence) FROM git_states WHERE repository_id = :a", {repository_id}));
  return row ? row->integer(0) : 0;
}

Result<std::vector<StateRecord>> states_since(store::Transaction& transaction, std::int64_t repository_id,
                                              std::int64_t after) {
  TRY_ASSIGN(const auto rows,
             transaction.query(std::string(kSelectStates).append(" AND s.sequence > :b").append(kNewestFirst),
                               {repository_id, after}));
  std::vector<StateRecord> states;
  states.reserve(rows.size());
  for (const store::Row& row : rows) states.push_back(state_of(row));
  return states;
}

Result<void> insert_state(store::Transaction& transaction, std::int64_t repository_id, std::int64_t sequence,
                          std::int64_t number) {
  TRY(transaction.execute("INSERT INTO git_states (repository_id, sequence, number) VALUES (:a, :b, :c)",
                          {repository_id, sequence, number}));
  return {};
}

Result<std::vector<TreeEntry>> entries_at(store::Transaction& transaction, std::int64_t repository_id,
                                          std::string_view directory, std::int64_t sequence) {
  // Two looks, so that what stands there now is not sought among all that ever did; and with a sign before `since`,
  // lest the database take that for the way in.
  const std::string folder(directory);
  return read_entries(transaction, directory,
                      "SELECT name, object FROM git_entries WHERE repository_id = :a AND directory = :b "
                      "AND until IS NULL AND +since <= :c "
                      "UNION ALL SELECT name, object FROM git_entries WHERE repository_id = :d AND directory = :e "
                      "AND until > :f AND +since <= :g",
                      {repository_id, folder, sequence, repository_id, folder, sequence, sequence});
}

Result<std::vector<TreeEntry>> entries_now(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view directory) {
  return read_entries(transaction, directory,
                      "SELECT name, object FROM git_entries WHERE repository_id = :a AND directory = :b "
                      "AND until IS NULL",
                      {repository_id, std::string(directory)});
}

Result<std::optional<ObjectId>> entry_now(store::Transaction& transaction, std::int64_t repository_id,
                                          const Place& place) {
  TRY_ASSIGN(const auto row, transaction.query_one("SELECT object FROM git_entries WHERE repository_id = :a "
                                                   "AND directory = :b AND name = :c AND until IS NULL",
                                                   {repository_id, place.directory, place.name}));
  if (!row) return std::nullopt;
  TRY_ASSIGN(const ObjectId object, stored_id(row->text(0)));
  return object;
}

Result<void> replace_entry(store::Transaction& transaction, std::int64_t repository_id, const Place& place,
                           const std::optional<ObjectId>& object, std::int64_t sequence) {
  TRY(
      transaction.execute("UPDATE git_entries SET until = :a WHERE repository_id = :b AND directory = :c AND name = :d "
                          "AND until IS NULL",
                          {sequence, repository_id, place.directory, place.name}));
  if (!object) return {};
  TRY(
      transaction.execute("INSERT INTO git_entries (repository_id, directory, name, since, object) "
                          "VALUES (:a, :b, :c, :d, :e)",
                          {repository_id, place.directory, place.name, sequence, object->hex()}));
  return {};
}

Result<std::string> content_at(store::Transaction& transaction, std::int64_t repository_id, const PlacedObject& placed,
                               std::int64_t sequence) {
  const ObjectKind kind = kind_in(placed.place.directory);
  std::string content;
  if (kind == ObjectKind::tree) {
    TRY_ASSIGN(auto entries, entries_at(transaction, repository_id, directory_at(placed.place), sequence));
    content = encode_tree(std::move(entries));
  } else {
    TRY_ASSIGN(content, registry::read_index_body_at(transaction, repository_id, placed.place.name, sequence));
  }
  if (object_id(kind, content) == placed.object) return content;
  return internal_error("the git index says " + placed.object.hex() + " of " + directory_at(placed.place) +
                        " after event " + std::to_string(sequence) + ", and that is not what is there");
}

Result<std::int64_t> count_objects(store::Transaction& transaction, std::int64_t repository_id, std::int64_t after,
                                   std::int64_t sequence) {
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT COUNT(*) FROM git_entries WHERE repository_id = :a AND since > :b "
                                   "AND since <= :c AND (until IS NULL OR until > :d)",
                                   {repository_id, after, sequence, sequence}));
  return row ? row->integer(0) : 0;
}

Result<std::vector<PlacedObject>> next_objects(store::Transaction& transaction, std::int64_t repository_id,
                                               std::int64_t after, std::int64_t sequence, const Step& last,
                                               std::int64_t limit) {
  // `since` is named by itself too: from the triple alone SQLite does not see where the walk begins and ends.
  TRY_ASSIGN(const auto rows,
             transaction.query("SELECT directory, name, object, since FROM git_entries "
                               "WHERE repository_id = :a AND since >= :b AND since <= :c "
                               "AND (since, directory, name) > (:d, :e, :f) AND (until IS NULL OR until > :g) "
                               "ORDER BY since, directory, name LIMIT :h",
                               {repository_id, std::max(after + 1, last.since), sequence, std::max(after, last.since),
                                last.place.directory, last.place.name, sequence, limit}));
  std::vector<PlacedObject> objects;
  objects.reserve(rows.size());
  for (const store::Row& row : rows) {
    TRY_ASSIGN(PlacedObject object, placed_object(row));
    objects.push_back(std::move(object));
  }
  return objects;
}

Result<std::vector<RootSpan>> root_since(store::Transaction& transaction, std::int64_t repository_id,
                                         std::int64_t after) {
  std::vector<RootSpan> spans;
  TRY(
      transaction.each("SELECT name, object, since, until FROM git_entries WHERE repository_id = :a AND directory = '' "
                       "AND until IS NULL UNION ALL SELECT name, object, since, until FROM git_entries "
                       "WHERE repository_id = :b AND directory = '' AND until > :c",
                       {repository_id, repository_id, after}, [&spans](const store::Row& row) -> Result<void> {
                         TRY_ASSIGN(const ObjectId object, stored_id(row.text(1)));
                         spans.push_back({.entry = {.name = row.text(0), .object = object, .kind = ObjectKind::tree},
                                          .since = row.integer(2),
                                          .until = row.integer(3)});
                         return {};
                       }));
  return spans;
}

Result<void> forget_before(store::Transaction& transaction, std::int64_t repository_id, std::int64_t number) {
  TRY_ASSIGN(const auto first,
             transaction.query_one("SELECT MIN(sequence) FROM git_states WHERE repository_id = :a AND number >= :b",
                                   {repository_id, number}));
  if (!first) return {};
  const std::int64_t sequence = first->integer(0);
  TRY(transaction.execute("DELETE FROM git_states WHERE repository_id = :a AND sequence < :b",
                          {repository_id, sequence}));
  TRY(transaction.execute("DELETE FROM git_entries WHERE repository_id = :a AND until <= :b",
                          {repository_id, sequence}));
  return {};
}

Result<void> forget_repository(store::Transaction& transaction, std::int64_t repository_id) {
  TRY(transaction.execute("DELETE FROM git_states WHERE repository_id = :a", {repository_id}));
  TRY(transaction.execute("DELETE FROM git_entries WHERE repository_id = :a", {repository_id}));
  return {};
}

Result<void> forget_everything(store::Transaction& transaction) {
  TRY(transaction.execute("DELETE FROM git_states"));
  TRY(transaction.execute("DELETE FROM git_entries"));
  return {};
}

}  // namespace entrepot::git
