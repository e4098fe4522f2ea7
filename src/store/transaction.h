#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace entrepot::store {

/// NULL, an integer or text: all that the schema uses. Times are unix seconds, checksums lower-case hex, booleans 0
/// and 1.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// One row of a result; columns by position.
class Row {
 public:
  Row() = default;
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  /// For a database to fill: what stands there is written over, so that a walk over many rows allocates little.
  std::vector<Value>& values() { return values_; }
  std::int64_t integer(std::size_t column) const;     ///< NULL is 0
  const std::string& text(std::size_t column) const;  ///< NULL is ""
  bool boolean(std::size_t column) const { return integer(column) != 0; }
  bool is_null(std::size_t column) const;
  std::optional<std::int64_t> optional_integer(std::size_t column) const;
  std::optional<std::string> optional_text(std::size_t column) const;

 private:
  std::vector<Value> values_;
};

/// A database transaction, for the length of one piece of work on the database's own thread. One SQL text for SQLite
/// and PostgreSQL; parameters are `:a`, `:b`, … in the order of `values`. A unique violation is ErrorCode::conflict, a
/// full disk `unavailable`, the rest `internal`.
class Transaction {
 public:
  virtual ~Transaction() = default;
  /// Runs a statement and gives the number of rows it changed.
  virtual Result<std::int64_t> execute(std::string_view sql, std::vector<Value> values = {}) = 0;
  virtual Result<std::vector<Row>> query(std::string_view sql, std::vector<Value> values = {}) = 0;
  /// The first row, if any.
  virtual Result<std::optional<Row>> query_one(std::string_view sql, std::vector<Value> values = {}) = 0;
  /// Row by row, for results too large for memory; stops at the visitor's first error and returns it. The row is the
  /// visitor's only until it returns.
  virtual Result<void> each(std::string_view sql, std::vector<Value> values,
                            const std::function<Result<void>(const Row&)>& visit) = 0;
  /// All rows, one column after the other, of a query whose columns are integers (NULL is 0): for walks over so many
  /// that a Row for each would take as long as finding it.
  virtual Result<std::vector<std::int64_t>> integers(std::string_view sql, std::vector<Value> values) = 0;
};

}  // namespace entrepot::store
