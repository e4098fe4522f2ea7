#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "auth/principal.h"
#include "base/clock.h"
#include "base/error.h"
#include "net/task.h"
#include "store/database.h"

namespace entrepot {
struct PublishRules;
}

namespace entrepot::registry {

enum class Visibility : std::uint8_t { public_, private_ };
enum class NamespaceKind : std::uint8_t { user, organisation };

/// A repository as the database holds it. Immutable, shared by requests and the RepositoryCache; any thread.
struct RepositoryRecord {
  std::int64_t id = 0;
  std::int64_t namespace_id = 0;
  std::string namespace_slug{};  ///< as it was created
  NamespaceKind namespace_kind = NamespaceKind::user;
  std::string slug{};
  std::string slug_perm{};  ///< random, never changes
  std::string name{};
  std::string description{};
  Visibility visibility = Visibility::private_;
  auth::Privilege default_privilege = auth::Privilege::read;
  std::string settings = "{}";                          ///< JSON object: what the management API keeps verbatim
  std::shared_ptr<const PublishRules> publish_rules{};  ///< never null
  Timestamp created_at{};
  Timestamp updated_at{};

  bool is_public() const { return visibility == Visibility::public_; }
  auth::RepositoryFacts facts() const { return {id, namespace_id, is_public(), default_privilege}; }
};
using RepositoryPointer = std::shared_ptr<const RepositoryRecord>;

/// "namespace/repository" in lower case: how a repository is looked up.
std::string repository_key(std::string_view namespace_slug, std::string_view repository_slug);

/// Null when there is none (or it is deleted).
Result<RepositoryPointer> find_repository(store::Transaction& transaction, std::string_view namespace_slug,
                                          std::string_view repository_slug);
Result<RepositoryPointer> find_repository_by_id(store::Transaction& transaction, std::int64_t id);

/// Repositories by name, and the names that have none. Bounded; filled on demand, dropped by events. Owned by Registry.
/// Any thread.
class RepositoryCache {
 public:
  RepositoryCache(store::Database& database, std::size_t entries);
  ~RepositoryCache();

  /// Nothing: not known here, `load` it. A null pointer: known not to exist. Never waits; slugs in any spelling.
  std::optional<RepositoryPointer> find(std::string_view namespace_slug, std::string_view repository_slug) const;
  /// A null pointer when there is none.
  net::Task<Result<RepositoryPointer>> load(std::string namespace_slug, std::string repository_slug);
  /// Under all its names, and every name that had none: it may be this one's now. Also what is being loaded at this
  /// moment.
  void forget(std::int64_t repository_id);
  /// Nobody waits here any more; before the loops of those who do are gone.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
