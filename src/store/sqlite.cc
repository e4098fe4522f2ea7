#include "store/sqlite.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/file.h"
#include "base/try.h"
#include "store/sqlite_connection.h"
#include "store/threaded_database.h"

namespace entrepot::store {
namespace {

constexpr Dialect kDialect{.identity = "INTEGER PRIMARY KEY AUTOINCREMENT", .clustered = "WITHOUT ROWID"};

/// SQLite would create the file with the umask's mode; its log and index files take the mode of this one.
Result<void> make_private_file(const std::filesystem::path& path, SchemaUse use) {
  const int create = use == SchemaUse::migrate ? O_CREAT : 0;
  const FileHandle file(::open(path.c_str(), O_RDWR | create | O_CLOEXEC, 0600));
  if (file.descriptor() < 0) {
    const int error_number = errno;
    if (error_number == ENOENT || error_number == EACCES || error_number == EISDIR || error_number == EROFS) {
      return invalid("The database file " + path.string() +
                     " cannot be opened or created; look at the path and its "
                     "permissions.");
    }
    return system_error("open " + path.string(), error_number);
  }
  if (::fchmod(file.descriptor(), 0600) != 0) return system_error("chmod " + path.string(), errno);
  return {};
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const SqliteOptions& options) {
  TRY(make_private_file(path, options.schema));
  const auto open = [&](SqliteRole role) {
    return open_sqlite_connection(
        path, {.role = role, .busy_limit = options.busy_limit, .cache_kibibytes = options.cache_kibibytes});
  };
  TRY_ASSIGN(auto writer, open(SqliteRole::writer));
  if (options.schema == SchemaUse::migrate) {
    TRY(migrate(*writer, options.migrations, kDialect));
  } else {
    TRY(check_schema(*writer, options.migrations));
  }
  std::vector<std::unique_ptr<Connection>> readers;
  for (std::size_t i = 0; i < std::max<std::size_t>(options.readers, 1); ++i) {
    TRY_ASSIGN(auto reader, open(SqliteRole::reader));
    readers.push_back(std::move(reader));
  }
  return std::make_unique<ThreadedDatabase>(std::move(writer), std::move(readers),
                                            ThreadedDatabaseLimits{.read_queue = options.read_queue_limit,
                                                                   .write_queue = options.write_queue_limit,
                                                                   .wait = options.wait_limit});
}

}  // namespace entrepot::store
