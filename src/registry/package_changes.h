#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/event_log.h"
#include "registry/packages.h"
#include "registry/repository.h"

namespace entrepot::registry {

// What can be done to one package, each in one write transaction. `identifier` is its slug or slug_perm; the
// repository's settings say who may.

/// Leaves a tombstone: the number never comes back with other bytes unless somebody republishes it. The index says
/// nothing of it any more, and downloads are 404.
Result<void> delete_package(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier);

/// The same by whoever may: the caller has asked. `repository` as it is in this transaction.
Result<void> remove_package(WriteContext& context, const RepositoryRecord& repository, const PackageInfo& package);

/// Deleted packages that can still be restored, newest deletion first.
Result<std::vector<PackageInfo>> list_deleted_packages(const RepositoryScope& scope, Timestamp now);
enum class BinAction : std::uint8_t { restore, hard_delete };
/// `identifier` is a slug_perm. Restoring brings the very same version back; a hard delete ends that possibility.
Result<void> change_deleted_package(WriteContext& context, const RepositoryRecord& repository,
                                    std::string_view identifier, BinAction action);

enum class Quarantine : std::uint8_t { add, release };
/// In quarantine a version cannot be downloaded (403), and its index line says yanked, so that no new resolution takes
/// it. Again is no error. Needs Admin.
Result<PackageInfo> quarantine_package(WriteContext& context, const RepositoryRecord& repository,
                                       std::string_view identifier, Quarantine what);

enum class TagAction : std::uint8_t { add, clear, replace, remove };
struct TagChange {
  TagAction action = TagAction::add;
  std::vector<std::string> tags{};  ///< as check_tag gives them
  bool is_immutable = false;        ///< those that are added stay until an admin or the uploader takes them away
};
/// Automatic tags are left as they are. Needs Write.
Result<PackageInfo> tag_package(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier,
                                const TagChange& change);
/// As it is kept: lower case, 1 to 128 printable ASCII characters without spaces and commas.
Result<std::string> check_tag(std::string_view tag);
/// "a, b": every tag checked, none twice.
Result<std::vector<std::string>> check_tags(std::string_view comma_separated);

/// Derives everything that is derived of it anew. Changes nothing that is right.
Result<PackageInfo> resync_package(WriteContext& context, const RepositoryRecord& repository,
                                   std::string_view identifier);

}  // namespace entrepot::registry
