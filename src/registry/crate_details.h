#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/digests.h"
#include "base/error.h"
#include "registry/crate_rows.h"
#include "registry/owners.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// One version that is not deleted. Plain data.
struct CrateVersion {
  std::int64_t id = 0;
  std::string version{};
  std::string slug_perm{};
  std::string index_line{};
  std::string metadata{};  ///< JSON; see metadata_to_json
  std::string checksum{};  ///< SHA-256
  Digests digests{};       ///< empty for an old version until package_details has filled them in
  std::int64_t size = 0;
  std::int64_t downloads = 0;
  bool is_yanked = false;
  bool is_quarantined = false;
  Timestamp published_at{};
  std::int64_t publisher_id = 0;
  std::string publisher{};       ///< slug
  std::string publisher_name{};  ///< for people
  std::vector<std::string> tags{};
};

/// A crate with all its versions.
struct CrateDetails {
  CrateRow crate;
  std::string description{};  ///< of the newest version
  std::string newest_version{};
  std::int64_t downloads = 0;
  Timestamp created_at{};
  std::vector<CrateOwner> owners{};
  std::vector<CrateVersion> versions{};  ///< highest first
};

/// By the crate's identity: without regard to case, and with '-' as '_'. `not_found` when there is none, or all its
/// versions are deleted.
Result<CrateRow> get_crate(const RepositoryScope& scope, std::string_view name);
Result<CrateDetails> read_crate(const RepositoryScope& scope, std::string_view name);
/// `version`: with or without build metadata, or `latest` for the newest.
Result<CrateVersion> read_version(const RepositoryScope& scope, const CrateRow& crate, std::string_view version);

}  // namespace entrepot::registry
