#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/clock.h"
#include "base/error.h"
#include "store/database.h"
#include "store/migrations.h"

namespace entrepot::store {

/// What opening may do to the schema.
enum class SchemaUse : std::uint8_t {
  migrate,  ///< make it, and bring it up to date
  check,    ///< neither make nor change anything: for whoever joins a database that a running server owns
};

struct SqliteOptions {
  std::size_t readers = 2;               ///< threads, one connection each
  std::size_t read_queue_limit = 4096;   ///< reads waiting; one more is answered `unavailable`
  std::size_t write_queue_limit = 1024;  ///< writes waiting
  Milliseconds wait_limit{10'000};       ///< work that has not started by then is dropped as `unavailable`
  Milliseconds busy_limit{5'000};        ///< for locks of other processes (a backup, `entrepot gc`)
  std::size_t cache_kibibytes = 4096;    ///< page cache, per connection
  std::span<const Migration> migrations = embedded_migrations();
  SchemaUse schema = SchemaUse::migrate;
};

/// Opens or creates the metadata in one SQLite file (mode 0600, WAL, synchronous=FULL) and migrates it, unless `schema`
/// says otherwise. One writer thread, which puts all waiting writes into one durable commit, and `readers` threads that
/// each see a snapshot. The folder must exist. Stop the database before the event loops whose coroutines wait for it.
Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const SqliteOptions& options = {});

}  // namespace entrepot::store
