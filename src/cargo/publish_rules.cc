#include "cargo/publish_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/nearest.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::int64_t kGiB = 1024 * kMiB;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kDay = 24 * 60 * 60;

// Numbers: key, member, least, most, help. Switches: their range is not used. Owners of repositories set these, so the
// most is what one publish may cost a server that others share.
constexpr auto kRows = std::to_array<PublishRuleRow>({
    {"max_metadata_bytes", &PublishRules::max_metadata_bytes, kKiB, 8 * kMiB,
     "Largest metadata of a publish, README included, in bytes."},
    {"max_crate_bytes", &PublishRules::max_crate_bytes, kKiB, kGiB, "Largest .crate file, in bytes."},
    {"max_unpacked_bytes", &PublishRules::max_unpacked_bytes, kMiB, 4 * kGiB,
     "Largest content of a .crate when unpacked, in bytes; cargo's own limit is 512 MiB."},
    {"max_ratio", &PublishRules::max_ratio, 1, 100,
     "Unpacked bytes per compressed byte that are allowed even above max_unpacked_bytes; cargo's own limit is 20."},
    {"max_entries", &PublishRules::max_entries, 1, 10 * kMillion, "Most files and folders in a .crate."},
    {"max_description_bytes", &PublishRules::max_description_bytes, 1, kMiB, "Longest description, in bytes."},
    {"max_keywords", &PublishRules::max_keywords, 0, 1000, "Most keywords of a version."},
    {"max_categories", &PublishRules::max_categories, 0, 1000, "Most categories of a version."},
    {"max_features", &PublishRules::max_features, 0, 100'000, "Most features of a version."},
    {"max_feature_values", &PublishRules::max_feature_values, 0, 100'000, "Most values in one feature."},
    {"max_dependencies", &PublishRules::max_dependencies, 0, 10'000,
     "Most dependencies of a version, over all kinds and targets."},
    {"max_new_versions_per_day", &PublishRules::max_new_versions_per_day, 0, kMillion,
     "Most new versions of one crate in 24 hours; 0 means no limit."},
    {"new_crate_burst", &PublishRules::new_crate_burst, 0, kMillion,
     "New crates that one user may publish at once; 0 means no limit. crates.io allows 5."},
    {"new_crate_seconds", &PublishRules::new_crate_seconds, 1, kDay,
     "Seconds until a user who has used up new_crate_burst may publish one more."},
    {"new_version_burst", &PublishRules::new_version_burst, 0, kMillion,
     "Versions of existing crates that one user may publish at once; 0 means no limit. crates.io allows 30."},
    {"new_version_seconds", &PublishRules::new_version_seconds, 1, kDay,
     "Seconds until a user who has used up new_version_burst may publish one more."},
    {"require_description", &PublishRules::require_description, 0, 0, "Refuse a version without a description."},
    {"require_license", &PublishRules::require_license, 0, 0,
     "Refuse a version with neither a licence nor a licence file."},
    {"check_spdx", &PublishRules::check_spdx, 0, 0, "Refuse a licence that is not an SPDX expression."},
    {"allow_wildcard_requirement", &PublishRules::allow_wildcard_requirement, 0, 0,
     "Allow dependencies that accept every version (\"*\")."},
    {"refuse_reserved_names", &PublishRules::refuse_reserved_names, 0, 0,
     "Refuse the names of the standard library's and the compiler's crates."},
    {"require_known_dependencies", &PublishRules::require_known_dependencies, 0, 0,
     "Refuse dependencies on crates that this repository should hold but does not."},
    {"check_dependency_registries", &PublishRules::check_dependency_registries, 0, 0,
     "Refuse metadata that names another registry for a dependency than the packaged Cargo.toml does."},
    {"check_categories", &PublishRules::check_categories, 0, 0,
     "Let cargo warn of categories that crates.io does not know; they are kept all the same."},
});

const PublishRuleRow* find_row(std::string_view key) {
  const auto found = std::ranges::find(kRows, key, &PublishRuleRow::key);
  return found == kRows.end() ? nullptr : &*found;
}

std::unexpected<Error> unknown_key(std::string_view key) {
  std::vector<std::string_view> keys;
  for (const PublishRuleRow& row : kRows) keys.push_back(row.key);
  return invalid("There is no publish rule " + in_quotes(key) + "." + did_you_mean(key, keys));
}

Result<void> set_member(PublishRules& rules, const PublishRuleRow& row, const boost::json::value& value) {
  if (const auto* flag = std::get_if<bool PublishRules::*>(&row.member)) {
    if (!value.is_bool()) return invalid(fmt::format("The publish rule '{}' must be true or false.", row.key));
    rules.** flag = value.get_bool();
    return {};
  }
  boost::system::error_code error;
  const auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
  if (!value.is_number() || error || number < row.least || number > row.most) {
    return invalid(
        fmt::format("The publish rule '{}' must be a whole number from {} to {}.", row.key, row.least, row.most));
  }
  rules.*std::get<std::int64_t PublishRules::*>(row.member) = number;
  return {};
}

}  // namespace

std::span<const PublishRuleRow> publish_rule_rows() {
  return kRows;
}

boost::json::object to_json(const PublishRules& rules) {
  boost::json::object out;
  for (const PublishRuleRow& row : kRows) {
    std::visit([&](auto member) { out[row.key] = rules.*member; }, row.member);
  }
  return out;
}

Result<PublishRules> publish_rules_from_json(const boost::json::object& object) {
  PublishRules rules;
  for (const auto& [key, value] : object) {
    const PublishRuleRow* row = find_row(key);
    if (row == nullptr) return unknown_key(key);
    auto set = set_member(rules, *row, value);
    if (!set) return std::unexpected(std::move(set.error()));
  }
  return rules;
}

PackageLimits package_limits(const PublishRules& rules) {
  return {.max_unpacked_bytes = static_cast<std::uint64_t>(rules.max_unpacked_bytes),
          .max_ratio = static_cast<std::uint64_t>(rules.max_ratio),
          .max_entries = static_cast<std::uint64_t>(rules.max_entries)};
}

}  // namespace entrepot
