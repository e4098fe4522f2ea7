#pragma once

#include "base/error.h"

namespace sqlite_api {
struct sqlite3;
}  // namespace sqlite_api

namespace entrepot::store {

/// Makes `text LIKE pattern ESCAPE escape` of a session this house's own: as in PostgreSQL letters differ in case (what
/// is searched is folded), and no row's text is copied to be looked at, as SQLite's own does to put a NUL behind it.
/// `_` must be escaped: nothing here means any one letter.
Result<void> use_own_like(sqlite_api::sqlite3* database);

}  // namespace entrepot::store
