#include "store/sqlite_connection.h"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <utility>

#include "base/try.h"
#include "store/sqlite_like.h"
#include "store/sqlite_statement.h"

namespace entrepot::store {
namespace {

namespace api = sqlite_api;

/// UBSan would compare the object's type with one that SOCI's library does not export.
[[clang::no_sanitize("vptr")]] api::sqlite3* handle_of(soci::session& session) {
  return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

class SqliteConnection final : public Connection {
 public:
  explicit SqliteConnection(std::unique_ptr<soci::session> session)
      : session_(std::move(session)), handle_(handle_of(*session_)), statements_(handle_) {}

  Result<void> configure(const SqliteConnectionOptions& options);

  Result<std::int64_t> execute(std::string_view sql, std::vector<Value> values) override;
  Result<std::vector<Row>> query(std::string_view sql, std::vector<Value> values) override;
  Result<std::optional<Row>> query_one(std::string_view sql, std::vector<Value> values) override;
  Result<void> each(std::string_view sql, std::vector<Value> values,
                    const std::function<Result<void>(const Row&)>& visit) override;
  Result<std::vector<std::int64_t>> integers(std::string_view sql, std::vector<Value> values) override;

  Result<void> begin_read() override { return run("BEGIN"); }
  Result<void> begin_write() override { return run("BEGIN IMMEDIATE"); }
  Result<void> commit() override { return run("COMMIT"); }
  void rollback() override {
    // Its only failures leave no transaction behind, or one that the next rollback meets again.
    if (in_transaction()) static_cast<void>(run("ROLLBACK"));
  }
  Result<void> set_savepoint() override { return run("SAVEPOINT work"); }
  Result<void> release_savepoint() override { return run("RELEASE work"); }
  Result<void> rollback_to_savepoint() override {
    TRY(run("ROLLBACK TO work"));
    return run("RELEASE work");
  }
  bool in_transaction() const override { return api::sqlite3_get_autocommit(handle_) == 0; }
  Result<void> run_script(std::string_view sql) override;
  Result<std::vector<std::string>> check() override;
  Result<std::int64_t> stored_bytes() override;

 private:
  Result<void> run(std::string_view sql) {
    TRY(execute(sql, {}));
    return {};
  }

  std::unique_ptr<soci::session> session_;
  api::sqlite3* handle_;
  StatementCache statements_;  // after the session: finalised before it closes
};

Result<void> SqliteConnection::configure(const SqliteConnectionOptions& options) {
  api::sqlite3_extended_result_codes(handle_, 1);
  api::sqlite3_busy_timeout(handle_, static_cast<int>(options.busy_limit.count()));
  // The file may have been anybody's: no schema of it may run functions with side effects or reach SQLite's own tables.
  api::sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  api::sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  TRY(use_own_like(handle_));

  TRY_ASSIGN(const auto journal, query_one("PRAGMA journal_mode=WAL", {}));
  if (!journal || journal->text(0) != "wal") {
    return fail(ErrorCode::internal, "The database's file system cannot hold a SQLite write-ahead log.");
  }
  return run_script(
      fmt::format("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON;"
                  // Savepoints of a batch keep their undo pages here, not in files.
                  "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=1000;"
                  "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-{}; PRAGMA query_only={}",
                  options.cache_kibibytes, options.role == SqliteRole::reader ? "ON" : "OFF"));
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, std::vector<Value> values) {
  std::int64_t changed = 0;
  TRY(statements_.with(sql, values, [&](PreparedStatement& statement) -> Result<void> {
    while (true) {
      TRY_ASSIGN(const bool has_row, statement.step());
      if (!has_row) break;
    }
    if (!statement.is_read_only()) changed = api::sqlite3_changes64(handle_);
    return {};
  }));
  return changed;
}

Result<std::vector<Row>> SqliteConnection::query(std::string_view sql, std::vector<Value> values) {
  std::vector<Row> rows;
  TRY(statements_.with(sql, values, [&](PreparedStatement& statement) -> Result<void> {
    while (true) {
      TRY_ASSIGN(const bool has_row, statement.step());
      if (!has_row) return {};
      TRY(statement.read(rows.emplace_back()));
    }
  }));
  return rows;
}

Result<std::optional<Row>> SqliteConnection::query_one(std::string_view sql, std::vector<Value> values) {
  std::optional<Row> first;
  TRY(statements_.with(sql, values, [&](PreparedStatement& statement) -> Result<void> {
    TRY_ASSIGN(bool has_row, statement.step());
    if (!has_row) return {};
    TRY(statement.read(first.emplace()));
    // INSERT … RETURNING is only finished at its end.
    while (has_row && !statement.is_read_only()) {
      TRY_ASSIGN(has_row, statement.step());
    }
    return {};
  }));
  return first;
}

Result<void> SqliteConnection::each(std::string_view sql, std::vector<Value> values,
                                    const std::function<Result<void>(const Row&)>& visit) {
  return statements_.with(sql, values, [&](PreparedStatement& statement) -> Result<void> {
    Row row;
    while (true) {
      TRY_ASSIGN(const bool has_row, statement.step());
      if (!has_row) return {};
      TRY(statement.read(row));
      TRY(visit(row));
    }
  });
}

Result<std::vector<std::int64_t>> SqliteConnection::integers(std::string_view sql, std::vector<Value> values) {
  std::vector<std::int64_t> out;
  TRY(statements_.with(sql, values, [&](PreparedStatement& statement) { return statement.read_integers(out); }));
  return out;
}

Result<void> SqliteConnection::run_script(std::string_view sql) {
  const std::string script(sql);
  const int code = api::sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(handle_, api::sqlite3_extended_errcode(handle_), script);
  return {};
}

Result<std::vector<std::string>> SqliteConnection::check() {
  std::vector<std::string> problems;
  TRY(each("PRAGMA integrity_check(100)", {}, [&](const Row& row) -> Result<void> {
    if (row.text(0) != "ok") problems.push_back(row.text(0));
    return {};
  }));
  TRY(each("PRAGMA foreign_key_check", {}, [&](const Row& row) -> Result<void> {
    problems.push_back(
        fmt::format("row {} of {} refers to a row of {} that is not there", row.integer(1), row.text(0), row.text(2)));
    return {};
  }));
  return problems;
}

Result<std::int64_t> SqliteConnection::stored_bytes() {
  TRY_ASSIGN(const auto row, query_one("SELECT pages.page_count * size.page_size FROM pragma_page_count() AS pages, "
                                       "pragma_page_size() AS size",
                                       {}));
  return row ? row->integer(0) : 0;
}

/// SQLite locks a connection in every call, a sixth of the time of a query over many rows; one thread at a time needs
/// none of it ("multi-thread", https://sqlite.org/threadsafe.html). Counts only before SQLite is first used; where it
/// comes too late, the locks stay, which is slower and as right.
void leave_connections_unlocked() {
  static const int answer = api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  static_cast<void>(answer);
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite_connection(const std::filesystem::path& path,
                                                           const SqliteConnectionOptions& options) {
  if (path.string().find('"') != std::string::npos) {
    return invalid("The database's path must not contain a quotation mark.");
  }
  leave_connections_unlocked();
  std::unique_ptr<soci::session> session;
  try {
    session = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", path.string()));
  } catch (const std::exception& exception) {
    return fail(ErrorCode::internal, "The database cannot be opened.",
                fmt::format("{}: {}", path.string(), exception.what()));
  }
  auto connection = std::make_unique<SqliteConnection>(std::move(session));
  TRY(connection->configure(options));
  return connection;
}

}  // namespace entrepot::store
