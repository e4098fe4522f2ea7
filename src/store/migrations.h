#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::store {

class Connection;

/// One step of the schema: the file migrations/NNNN_title.sql. Numbers only grow; a released file never changes.
struct Migration {
  int version;
  std::string_view title;
  std::string_view sql;  ///< with placeholders such as {{identity}}
};

/// What the databases spell differently. A migration names it as {{identity}} and so on.
struct Dialect {
  std::string_view identity;     ///< the type of a growing integer key
  std::string_view clustered{};  ///< after CREATE TABLE (…): the rows lie in the order of the primary key
};

/// The files of migrations/, compiled into the program, in order.
std::span<const Migration> embedded_migrations();

/// Fills in the placeholders; an unknown one is an error.
Result<std::string> expand_placeholders(std::string_view sql, const Dialect& dialect);

/// Brings the schema up to date, one transaction per migration, and records each in `schema_migrations`. Refuses a
/// database that a newer program wrote, and one whose recorded migrations differ from these.
Result<void> migrate(Connection& connection, std::span<const Migration> migrations, const Dialect& dialect);

/// The same without changing anything: `conflict` when migrations are pending, too.
Result<void> check_schema(Connection& connection, std::span<const Migration> migrations);

}  // namespace entrepot::store
