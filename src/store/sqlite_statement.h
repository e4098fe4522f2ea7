#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/transaction.h"

// SQLite's own types as SOCI's header declares them, so that only .cc files include it.
namespace sqlite_api {
struct sqlite3;
struct sqlite3_stmt;
}  // namespace sqlite_api

namespace entrepot::store {

/// What a SQLite result code means here: a unique violation is `conflict`, a full disk and a lock `unavailable`, the
/// rest `internal` with SQLite's words (which name tables and columns, never values) in the detail.
std::unexpected<Error> sqlite_error(sqlite_api::sqlite3* database, int code, std::string_view doing);

/// A prepared statement; finalised with its owner.
class PreparedStatement {
 public:
  static Result<PreparedStatement> prepare(sqlite_api::sqlite3* database, std::string_view sql);
  PreparedStatement(PreparedStatement&& other) noexcept;
  PreparedStatement& operator=(PreparedStatement&& other) noexcept;
  ~PreparedStatement();

  Result<void> bind(std::span<const Value> values);
  /// Runs on; whether there is a row.
  Result<bool> step();
  /// The row that `step` found, into one that may have held another.
  Result<void> read(Row& row) const;
  /// Runs to the end, and appends the columns of all rows, which are integers.
  Result<void> read_integers(std::vector<std::int64_t>& out);
  bool is_read_only() const;
  /// Ready to be bound again.
  void reset();

 private:
  PreparedStatement(sqlite_api::sqlite3* database, sqlite_api::sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  Result<void> read_parameters();
  std::unexpected<Error> wrong_type(int column, std::string_view what) const;

  sqlite_api::sqlite3* database_;
  sqlite_api::sqlite3_stmt* statement_;
  std::vector<std::size_t> value_of_parameter_;  // which of `values` each of SQLite's parameters takes
  std::size_t value_count_ = 0;
};

/// The statements of one connection, so that each SQL text is parsed once. A statement that is lent is not in the
/// cache: the same text may run inside its own visitor.
class StatementCache {
 public:
  explicit StatementCache(sqlite_api::sqlite3* database) : database_(database) {}

  /// Runs `use` with the statement of this text, bound to the values, and keeps the statement.
  Result<void> with(std::string_view sql, std::span<const Value> values,
                    const std::function<Result<void>(PreparedStatement&)>& use);

 private:
  // The house has a fixed set of SQL texts; the bound is for whoever builds texts.
  static constexpr std::size_t kMost = 512;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  sqlite_api::sqlite3* database_;
  std::unordered_map<std::string, PreparedStatement, Hash, std::equal_to<>> idle_;
};

}  // namespace entrepot::store
