#include "registry/namespace_rows.h"

#include "base/try.h"

namespace entrepot::registry {

Result<std::int64_t> insert_namespace(WriteContext& context, const Slug& slug, NamespaceKind kind,
                                      std::string_view name, std::string_view slug_perm) {
  // A leading '-' would be read as an option wherever the name stands on a command line.
  if (const char first = slug.text().front(); first == '-' || first == '_') {
    return invalid("The name of a user or an organisation must begin with a letter or a digit.");
  }
  TRY_ASSIGN(const auto taken,
             context.transaction.query_one("SELECT id FROM namespaces WHERE slug_key = :a", {slug.key()}));
  if (taken) return fail(ErrorCode::conflict, "The name '" + slug.text() + "' is taken.");
  TRY_ASSIGN(const auto row,
             context.transaction.query_one(
                 "INSERT INTO namespaces (slug, slug_key, kind, name, slug_perm, created_at) "
                 "VALUES (:a, :b, :c, :d, :e, :f) RETURNING id",
                 {slug.text(), slug.key(), std::string(kind == NamespaceKind::user ? "user" : "organisation"),
                  std::string(name), std::string(slug_perm), to_unix(context.now)}));
  if (!row) return internal_error("a namespace got no number");
  return row->integer(0);
}

}  // namespace entrepot::registry
