#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace entrepot::store {

/// One session with a database, and the transaction that is open on it: what each kind of database implements. One
/// thread at a time.
class Connection : public Transaction {
 public:
  virtual Result<void> begin_read() = 0;
  virtual Result<void> begin_write() = 0;
  virtual Result<void> commit() = 0;
  /// Ends the transaction, whatever state it is in. Nothing to roll back is no error.
  virtual void rollback() = 0;
  /// Inside a transaction: a point to return to. They do not nest.
  virtual Result<void> set_savepoint() = 0;
  virtual Result<void> release_savepoint() = 0;
  virtual Result<void> rollback_to_savepoint() = 0;
  /// False outside, and after the database has given the transaction up by itself, as SQLite does on a full disk.
  virtual bool in_transaction() const = 0;
  /// Several statements without parameters, as in a migration.
  virtual Result<void> run_script(std::string_view sql) = 0;
  /// Inside a transaction: what is wrong with the database (Database::check).
  virtual Result<std::vector<std::string>> check() = 0;
  /// Inside a transaction: Database::stored_bytes.
  virtual Result<std::int64_t> stored_bytes() = 0;
};

}  // namespace entrepot::store
