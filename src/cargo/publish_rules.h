#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "cargo/package_reader.h"
#include "cargo/publish_metadata.h"
#include "cargo/registry_url.h"

namespace entrepot {

/// What a repository demands of a publish beyond what cargo itself needs: the settings of a repository, with the
/// defaults of crates.io. Plain data; `kPublishRules` describes every member.
struct PublishRules {
  std::int64_t max_metadata_bytes = 1024 * 1024;
  std::int64_t max_crate_bytes = 10 * 1024 * 1024;
  std::int64_t max_unpacked_bytes = 512LL * 1024 * 1024;
  std::int64_t max_ratio = 20;
  std::int64_t max_entries = 50'000;
  std::int64_t max_description_bytes = 1000;
  std::int64_t max_keywords = 5;
  std::int64_t max_categories = 5;
  std::int64_t max_features = 300;
  std::int64_t max_feature_values = 300;
  std::int64_t max_dependencies = 500;
  std::int64_t max_new_versions_per_day = 0;  ///< of one crate; 0 = no limit
  std::int64_t new_crate_burst = 0;           ///< of one user; 0 = no limit
  std::int64_t new_crate_seconds = 600;       ///< until a used-up burst allows one more
  std::int64_t new_version_burst = 0;         ///< the same for versions of crates that exist
  std::int64_t new_version_seconds = 60;
  bool require_description = true;
  bool require_license = true;
  bool check_spdx = true;
  bool allow_wildcard_requirement = false;
  bool refuse_reserved_names = true;
  bool require_known_dependencies = false;
  bool check_dependency_registries = true;
  bool check_categories = true;

  bool operator==(const PublishRules&) const = default;
};

/// One row of the table that owns the settings: JSON key, member, range (of numbers), help.
struct PublishRuleRow {
  std::string_view key;
  std::variant<std::int64_t PublishRules::*, bool PublishRules::*> member;
  std::int64_t least;
  std::int64_t most;
  std::string_view help;
};
std::span<const PublishRuleRow> publish_rule_rows();

boost::json::object to_json(const PublishRules& rules);
/// Missing keys keep their defaults; an unknown key (the error names the nearest), a wrong type or a number out of
/// range is ErrorCode::invalid.
Result<PublishRules> publish_rules_from_json(const boost::json::object& object);

PackageLimits package_limits(const PublishRules& rules);

/// Rules 3, 4 and 22 to 35 of a publish, on the metadata alone: before the crate's bytes are read. Gives the warnings
/// that cargo shall show.
Result<std::vector<std::string>> check_publish(const PublishMetadata& metadata, const PublishRules& rules);

/// Rules 19 to 21: the metadata must say what the packaged manifest says. `is_own` tells which registry-index means the
/// repository that is published to. Path-only dev-dependencies, which cargo strips from the metadata, may be missing
/// there; requirements are compared as parsed.
Result<void> check_package(const PublishMetadata& metadata, const PackageContent& content, const PublishRules& rules,
                           const IsOwnRegistry& is_own);

}  // namespace entrepot
