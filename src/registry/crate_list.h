#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// A crate as a list shows it.
struct CrateSummary {
  std::string name;         ///< as it is spelled in the index
  std::string description;  ///< of its newest version; "" when that has none
  std::vector<std::string> keywords;
  std::string newest_version;  ///< the highest that is offered, else the highest
  std::int64_t versions = 0;
  std::int64_t downloads = 0;
  std::int64_t size = 0;  ///< of all its files, in bytes
  Timestamp updated_at{};
  bool is_yanked = false;  ///< all versions are
};

struct CratePage {
  std::vector<CrateSummary> crates;
  std::size_t total = 0;
};

/// Which page of what: numbers from 1.
struct CrateListing {
  std::string query{};  ///< package_query's language, about each crate's newest version
  std::string
      sort{};  ///< one of name, downloads, updated_at, versions, size, `-` to descend; empty: last updated first
  std::size_t page = 1;
  std::size_t page_size = 30;

  /// Whether it looks at every crate of the repository, so that few should run at a time.
  bool is_walk() const;
};

/// Errors say what is wrong with query or sort.
Result<CratePage> list_crates(const RepositoryScope& scope, const CrateListing& listing, Timestamp now);

}  // namespace entrepot::registry
