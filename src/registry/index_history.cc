#include "registry/index_history.h"

#include <optional>
#include <unordered_map>

#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/event.h"

namespace entrepot::registry {
namespace {

/// How a version stood, where that is not how it stands now.
struct Former {
  bool published = true;
  std::optional<bool> yanked{};
};
using Formers = std::unordered_map<std::int64_t, Former>;  // by version

/// From the newest event back: the oldest one that is undone says how it was before.
Result<Formers> read_formers(store::Transaction& transaction, std::int64_t repository_id, const std::string& crate,
                             std::int64_t sequence) {
  Formers formers;
  TRY(
      transaction.each("SELECT kind, subject_id FROM events WHERE repository_id = :a AND crate = :b AND sequence > :c "
                       "ORDER BY sequence DESC",
                       {repository_id, crate, sequence}, [&formers](const store::Row& row) -> Result<void> {
                         const auto kind = parse_event_kind(row.text(0));
                         if (kind == EventKind::published) formers[row.integer(1)].published = false;
                         if (kind == EventKind::yanked) formers[row.integer(1)].yanked = false;
                         if (kind == EventKind::unyanked) formers[row.integer(1)].yanked = true;
                         return {};
                       }));
  return formers;
}

}  // namespace

Result<std::string> read_index_body_at(store::Transaction& transaction, std::int64_t repository_id,
                                       std::string_view index_key, std::int64_t sequence) {
  TRY_ASSIGN(const auto crate,
             transaction.query_one("SELECT id, name FROM crates WHERE repository_id = :a AND index_key = :b",
                                   {repository_id, std::string(index_key)}));
  if (!crate) return std::string();
  TRY_ASSIGN(const Formers formers, read_formers(transaction, repository_id, crate->text(1), sequence));
  std::string body;
  TRY(transaction.each("SELECT id, index_line FROM versions WHERE crate_id = :a AND deleted_at IS NULL ORDER BY id",
                       {crate->integer(0)}, [&](const store::Row& row) -> Result<void> {
                         const auto former = formers.find(row.integer(0));
                         if (former != formers.end() && !former->second.published) return {};
                         if (former != formers.end() && former->second.yanked) {
                           TRY_ASSIGN(const std::string line, set_yanked(row.text(1), *former->second.yanked));
                           body += line;
                         } else {
                           body += row.text(1);
                         }
                         body += '\n';
                         return {};
                       }));
  return body;
}

}  // namespace entrepot::registry
