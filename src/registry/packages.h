#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/digests.h"
#include "registry/package_rows.h"
#include "registry/package_settings.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// A package as the management API speaks of it: one version of a crate, deleted or not. Plain data.
struct PackageInfo {
  std::int64_t id = 0;
  std::int64_t crate_id = 0;
  std::string slug_perm{};  ///< this upload's, for ever
  std::string crate{};      ///< as it is spelled in the index
  std::string version{};
  std::string index_line{};
  std::string checksum{};  ///< SHA-256
  Digests digests{};       ///< empty for an old version until package_details has filled them in
  std::string metadata{};  ///< JSON; see metadata_to_json
  std::int64_t size = 0;
  std::int64_t downloads = 0;
  Timestamp uploaded_at{};
  std::int64_t uploader_id = 0;
  std::string uploader{};
  Timestamp status_updated_at{};
  std::optional<Timestamp> quarantined_at{};
  std::optional<Timestamp> deleted_at{};
  std::string deleted_by{};        ///< "" when it is not deleted
  std::string origin_namespace{};  ///< where it was uploaded first
  std::string origin_repository{};
  std::vector<TagRow> tags{};

  std::string filename() const { return crate + "-" + version + ".crate"; }
  /// For people: "serde-1-0-0-crate-AbCdEf123456"; ends with slug_perm.
  std::string slug() const;
};

/// By slug or slug_perm. Nothing when there is none, or it is deleted.
Result<std::optional<PackageInfo>> find_package(const RepositoryScope& scope, std::string_view identifier);
/// The same; `not_found` with a sentence.
Result<PackageInfo> get_package(const RepositoryScope& scope, std::string_view identifier);
/// The repository of that namespace in which the package is, or was before it was deleted; null when there is none.
Result<RepositoryPointer> repository_of_package(store::Transaction& transaction, std::string_view namespace_slug,
                                                std::string_view identifier);
/// By the number of its version, deleted ones too.
Result<PackageInfo> read_package(store::Transaction& transaction, std::int64_t version_id);

/// Whether the actor may do to the package what the setting is about.
Result<void> require_action(const RepositoryRecord& repository, const auth::Principal& actor,
                            const ActionSetting& setting, const PackageInfo& package, Timestamp now);

}  // namespace entrepot::registry
