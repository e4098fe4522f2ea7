#include "registry/index_history.h"

#include <boost/json.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/event.h"

namespace entrepot::registry {
namespace {

namespace json = boost::json;

/// How the versions of a crate stood, in the order of the index entry: nothing where a version was not in it.
using Lines = std::map<std::int64_t, std::optional<std::string>>;

Result<Lines> read_lines_now(store::Transaction& transaction, std::int64_t crate_id) {
  Lines lines;
  TRY(transaction.each("SELECT id, index_line, deleted_at FROM versions WHERE crate_id = :a", {crate_id},
                       [&lines](const store::Row& row) -> Result<void> {
                         lines.emplace(row.integer(0), row.is_null(2) ? std::optional(row.text(1)) : std::nullopt);
                         return {};
                       }));
  return lines;
}

/// A line that the event's data holds under that name; nothing where it says null, or nothing.
std::optional<std::string> line_in(const json::object& data, std::string_view name) {
  const json::value* const line = data.if_contains(name);
  if (line == nullptr || !line->is_string()) return std::nullopt;
  return std::string(line->as_string());
}

/// How a version stood before the event, from how it stood after.
Result<std::optional<std::string>> undo(EventKind kind, const json::object& data,
                                        const std::optional<std::string>& after) {
  switch (kind) {
    case EventKind::published:
      return line_in(data, "replaced_line");
    case EventKind::restored:
      return std::nullopt;
    case EventKind::deleted:
    case EventKind::quarantined:
    case EventKind::released:
      return line_in(data, "line_before");
    case EventKind::yanked:
    case EventKind::unyanked:
      break;
    default:
      return after;
  }
  if (!after || data.contains("in_quarantine")) return after;
  TRY_ASSIGN(std::string line, set_yanked(*after, kind == EventKind::unyanked));
  return line;
}

/// From the newest event back to, and without, that one.
Result<void> undo_since(store::Transaction& transaction, std::int64_t repository_id, const std::string& crate,
                        std::int64_t sequence, Lines& lines) {
  return transaction.each(
      "SELECT kind, subject_id, data FROM events WHERE repository_id = :a AND crate = :b AND sequence > :c "
      "ORDER BY sequence DESC",
      {repository_id, crate, sequence}, [&lines](const store::Row& row) -> Result<void> {
        const auto kind = parse_event_kind(row.text(0));
        const auto line = lines.find(row.integer(1));
        if (!kind || line == lines.end()) return {};
        boost::system::error_code problem;
        const json::value data = json::parse(row.text(2), problem);
        if (problem || !data.is_object()) return internal_error("the event log holds data that is no JSON object");
        TRY_ASSIGN(line->second, undo(*kind, data.get_object(), line->second));
        return {};
      });
}

}  // namespace

Result<std::string> read_index_body_at(store::Transaction& transaction, std::int64_t repository_id,
                                       std::string_view index_key, std::int64_t sequence) {
  TRY_ASSIGN(const auto crate,
             transaction.query_one("SELECT id, name FROM crates WHERE repository_id = :a AND index_key = :b",
                                   {repository_id, std::string(index_key)}));
  if (!crate) return std::string();
  TRY_ASSIGN(Lines lines, read_lines_now(transaction, crate->integer(0)));
  TRY(undo_since(transaction, repository_id, crate->text(1), sequence, lines));
  std::string body;
  for (const auto& [version, line] : lines) {
    if (line) body.append(*line).push_back('\n');
  }
  return body;
}

}  // namespace entrepot::registry
