#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/sealing.h"
#include "registry/event_log.h"
#include "registry/repository.h"

namespace entrepot::registry {

struct NewRepository {
  std::string name;
  std::string slug{};  ///< empty: made from the name
  std::string description{};
  Visibility visibility = Visibility::private_;
  auth::Privilege default_privilege = auth::Privilege::read;
  std::string settings = "{}";       ///< JSON object, checked by the caller
  std::string publish_rules = "{}";  ///< JSON object; unknown keys are refused
};

/// Only what is given changes.
struct RepositoryChange {
  std::optional<std::string> name{};
  std::optional<std::string> slug{};
  std::optional<std::string> description{};
  std::optional<Visibility> visibility{};
  std::optional<auth::Privilege> default_privilege{};
  std::optional<std::string> settings{};       ///< merged into what is there, key by key; null removes
  std::optional<std::string> publish_rules{};  ///< the same
};

struct RepositoryNumbers {
  std::int64_t crates = 0;
  std::int64_t versions = 0;
  std::int64_t downloads = 0;
  std::int64_t bytes = 0;
};

/// In one's own namespace, in an organisation's as Owner or Manager, or as server admin. With its default entitlement
/// token.
Result<RepositoryPointer> create_repository(WriteContext& context, const auth::Sealer& sealer,
                                            std::string_view namespace_slug, const NewRepository& repository);
/// Needs Admin on it. A slug that another repository had is refused where versions of both disagree.
Result<RepositoryPointer> update_repository(WriteContext& context, const RepositoryRecord& repository,
                                            const RepositoryChange& change);
/// Needs Admin on it. The rows stay, the slug is free again, the blobs are removed by gc.
Result<void> delete_repository(WriteContext& context, const RepositoryRecord& repository);

/// What the actor may read, by namespace and slug; in one namespace when it is given. An unknown namespace is an empty
/// list. A `query` must stand somewhere in slug, name or description, without regard to case (of ASCII).
Result<std::vector<RepositoryPointer>> list_repositories(store::Transaction& transaction, const auth::Principal& actor,
                                                         std::optional<std::string> namespace_slug, Timestamp now,
                                                         std::string_view query = {});
/// The one, if the actor may read it; else `not_found`, the same as for one that does not exist.
Result<RepositoryPointer> get_repository(store::Transaction& transaction, const auth::Principal& actor,
                                         std::string_view namespace_slug, std::string_view repository_slug,
                                         Timestamp now);
Result<RepositoryNumbers> repository_numbers(store::Transaction& transaction, const RepositoryRecord& repository);

}  // namespace entrepot::registry
