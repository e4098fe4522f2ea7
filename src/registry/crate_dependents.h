#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "auth/principal.h"
#include "base/clock.h"
#include "base/error.h"
#include "cargo/dependency.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// A crate of this server whose newest version depends on another one.
struct CrateDependent {
  std::string namespace_slug;
  std::string repository_slug;
  std::string name;
  std::string version;
  std::string requirement;
  DependencyKind kind = DependencyKind::normal;  ///< the most binding, where it depends on it more than once
};

struct DependentsPage {
  std::vector<CrateDependent> dependents;
  std::size_t total = 0;
};

/// Of which crate, and who asks: what they may not read is neither told nor counted.
struct DependentsQuestion {
  std::string crate{};
  const auth::Principal& actor;
  std::string public_url{};  ///< as Registry::public_url gives it
};

/// Those of the crate's own repository, then those of others that name this one by its index, each by name. Pages
/// from 1.
Result<DependentsPage> list_dependents(const RepositoryScope& scope, const DependentsQuestion& question,
                                       std::size_t page, std::size_t page_size, Timestamp now);
Result<std::size_t> count_dependents(const RepositoryScope& scope, const DependentsQuestion& question, Timestamp now);

}  // namespace entrepot::registry
