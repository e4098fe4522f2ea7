#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "registry/packages.h"
#include "registry/scope.h"

namespace entrepot::registry {

struct PackagePage {
  std::vector<PackageInfo> packages;
  std::size_t total = 0;
};

/// Which page of what: numbers from 1.
struct PackageListing {
  std::string query{};  ///< package_query's language
  std::string sort{};   ///< empty: newest first
  std::size_t page = 1;
  std::size_t page_size = 30;
};

/// Errors of query and sort name the column.
Result<PackagePage> list_packages(const RepositoryScope& scope, const PackageListing& listing, Timestamp now);

/// All packages of one crate.
struct PackageGroup {
  std::string name;
  std::int64_t count = 0;
  std::int64_t size = 0;
  std::int64_t downloads = 0;
  Timestamp last_push{};
};
struct PackageGroups {
  std::vector<PackageGroup> groups;
  std::size_t total = 0;
};
/// `sort`: one of name, count, size, num_downloads, last_push, `-` for descending; empty: newest first.
Result<PackageGroups> list_package_groups(const RepositoryScope& scope, const PackageListing& listing, Timestamp now);

}  // namespace entrepot::registry
