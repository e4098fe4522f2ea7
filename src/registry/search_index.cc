#include "registry/search_index.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::registry {
namespace {

std::string words_of(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return ' ' + name + ' ';
}

Result<void> write_document(store::Transaction& transaction, const Event& event) {
  TRY_ASSIGN(const auto crate,
             transaction.query_one(
                 "SELECT id, description, keywords FROM crates WHERE repository_id = :a AND canonical = :b "
                 "AND EXISTS (SELECT 1 FROM versions v WHERE v.crate_id = crates.id AND v.deleted_at IS NULL)",
                 {event.repository_id, searchable(event.crate)}));
  if (!crate) return {};
  const std::string name = searchable(event.crate);
  const std::string keywords = ' ' + searchable(crate->text(2)) + ' ';
  TRY(transaction.execute(
      "INSERT INTO search_documents (crate_id, repository_id, name, words, keywords, content) "
      "VALUES (:a, :b, :c, :d, :e, :f) ON CONFLICT (crate_id) DO UPDATE SET keywords = excluded.keywords, "
      "content = excluded.content",
      {crate->integer(0), event.repository_id, name, words_of(name), keywords,
       name + '\n' + keywords + '\n' + searchable(crate->text(1))}));
  return {};
}

/// A crate whose last version was deleted is not found any more.
Result<void> remove_if_gone(store::Transaction& transaction, const Event& event) {
  TRY(transaction.execute(
      "DELETE FROM search_documents WHERE repository_id = :a AND name = :b AND NOT EXISTS (SELECT 1 "
      "FROM versions v WHERE v.crate_id = search_documents.crate_id AND v.deleted_at IS NULL)",
      {event.repository_id, searchable(event.crate)}));
  return {};
}

}  // namespace

std::string searchable(std::string_view text) {
  std::string out = to_lower(text);
  std::ranges::replace(out, '-', '_');
  return out;
}

Result<void> SearchIndex::apply(store::Transaction& transaction, const Event& event) {
  if (event.kind == EventKind::published || event.kind == EventKind::restored)
    return write_document(transaction, event);
  if (event.kind == EventKind::deleted) return remove_if_gone(transaction, event);
  if (event.kind == EventKind::repository_deleted) {
    TRY(transaction.execute("DELETE FROM search_documents WHERE repository_id = :a", {event.repository_id}));
  }
  return {};
}

Result<void> SearchIndex::reset(store::Transaction& transaction) {
  TRY(transaction.execute("DELETE FROM search_documents"));
  return {};
}

}  // namespace entrepot::registry
