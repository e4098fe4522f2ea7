#pragma once

#include "registry/repository.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// A transaction bound to one repository: what every function about crates takes, so that forgetting the tenant does
/// not compile. Lives as long as the transaction; on the database's thread only.
class RepositoryScope {
 public:
  RepositoryScope(store::Transaction& transaction, const RepositoryRecord& repository)
      : transaction_(transaction), repository_(repository) {}

  store::Transaction& transaction() const { return transaction_; }
  const RepositoryRecord& repository() const { return repository_; }
  std::int64_t id() const { return repository_.id; }

 private:
  store::Transaction& transaction_;
  const RepositoryRecord& repository_;
};

}  // namespace entrepot::registry
