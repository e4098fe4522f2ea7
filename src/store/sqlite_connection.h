#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "store/connection.h"

namespace entrepot::store {

enum class SqliteRole { writer, reader };

struct SqliteConnectionOptions {
  SqliteRole role;
  Milliseconds busy_limit;
  std::size_t cache_kibibytes;
};

/// A session with a SQLite file that exists already. SOCI opens it and owns the handle; statements go straight to the
/// handle, because SOCI takes a column's type from its declaration: INTEGER becomes 32 bits and COUNT(*) text, and a
/// prepared SOCI statement is tied to the variables it was made with, so it could not be kept.
/// One thread at a time.
Result<std::unique_ptr<Connection>> open_sqlite_connection(const std::filesystem::path& path,
                                                           const SqliteConnectionOptions& options);

}  // namespace entrepot::store
