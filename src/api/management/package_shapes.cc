#include "api/management/package_shapes.h"

#include <boost/json.hpp>
#include <string>

#include "api/urls.h"
#include "cargo/requirement.h"
#include "cargo/spdx.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

using registry::PackageInfo;
using registry::RepositoryRecord;

/// The two states that a package here can be in, in the numbers of the API: nothing is ever half done when it is seen.
constexpr int kCompleted = 4;
constexpr int kQuarantined = 7;
constexpr int kFullySynchronised = 9;
constexpr int kLibrary = 2;  ///< package_type

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object parse_object(const std::string& text) {
  json::error_code error;
  json::value value = json::parse(text, error);
  return !error && value.is_object() ? std::move(value.get_object()) : json::object();
}

json::value member(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? json::value(nullptr) : *value;
}

json::value spdx_or_null(const json::value& license) {
  if (!license.is_string() || !parse_license_expression(std::string_view(license.get_string()))) return nullptr;
  return license;
}

/// The first line of the description, as a headline.
json::value summary_of(const json::value& description) {
  if (!description.is_string()) return nullptr;
  const std::string_view text = description.get_string();
  return json::value(text.substr(0, text.find('\n')));
}

std::string self_url(const PackageInfo& package, const RepositoryRecord& repository, std::string_view public_url) {
  return std::string(public_url) + "/v1/packages/" + repository.namespace_slug + "/" + repository.slug + "/" +
         package.slug_perm + "/";
}

std::string download_url(const PackageInfo& package, const RepositoryRecord& repository, std::string_view public_url) {
  return cargo_root(public_url, repository.is_public() ? "public" : "basic", repository.namespace_slug,
                    repository.slug) +
         "/" + package.filename();
}

/// {"info": [...]}: the tags of some kinds, as the API groups them; {} without any.
json::object tags_json(const PackageInfo& package, std::initializer_list<registry::TagKind> kinds) {
  json::object out;
  for (const registry::TagRow& tag : package.tags) {
    if (std::ranges::find(kinds, tag.kind) == kinds.end()) continue;
    const std::string_view group = tag.kind == registry::TagKind::automatic ? "version" : "info";
    if (!out.contains(group)) out[group] = json::array{};
    out[group].as_array().emplace_back(tag.tag);
  }
  return out;
}

/// What Package and PackageStatus share.
void add_status(json::object& to, const PackageInfo& package) {
  const bool is_quarantined = package.quarantined_at.has_value();
  const std::string changed = to_rfc3339(package.status_updated_at);
  to["status"] = is_quarantined ? kQuarantined : kCompleted;
  to["status_str"] = is_quarantined ? "Quarantined" : "Completed";
  to["status_reason"] = nullptr;
  to["status_updated_at"] = changed;
  to["stage"] = kFullySynchronised;
  to["stage_str"] = "Fully Synchronised";
  to["stage_updated_at"] = to_rfc3339(package.uploaded_at);
  to["sync_finished_at"] = to_rfc3339(package.uploaded_at);
  to["sync_progress"] = 100;
  to["is_sync_awaiting"] = false;
  to["is_sync_completed"] = true;
  to["is_sync_failed"] = false;
  to["is_sync_in_flight"] = false;
  to["is_sync_in_progress"] = false;
  to["is_cancellable"] = false;
  to["is_copyable"] = true;
  to["is_deleteable"] = true;
  to["is_downloadable"] = !is_quarantined;
  to["is_moveable"] = true;
  to["is_quarantinable"] = !is_quarantined;
  to["is_quarantined"] = is_quarantined;
  to["is_resyncable"] = true;
  to["is_security_scannable"] = false;
}

void add_checksums(json::object& to, const PackageInfo& package) {
  to["checksum_md5"] = text_or_null(package.digests.md5);
  to["checksum_sha1"] = text_or_null(package.digests.sha1);
  to["checksum_sha256"] = package.checksum;
  to["checksum_sha512"] = text_or_null(package.digests.sha512);
}

json::object file_json(const PackageInfo& package, const RepositoryRecord& repository, std::string_view public_url) {
  json::object out{{"cdn_url", download_url(package, repository, public_url)},
                   {"downloads", package.downloads},
                   {"filename", package.filename()},
                   {"is_downloadable", !package.quarantined_at},
                   {"is_primary", true},
                   {"is_synchronised", true},
                   {"signature_url", nullptr},
                   {"size", package.size},
                   {"slug_perm", package.slug_perm},
                   {"tag", "pkg"}};
  add_checksums(out, package);
  return out;
}

/// How the API spells a comparator; the operators that it does not have are in the version.
struct Spelled {
  std::string_view op;
  std::string version;
};

Spelled spelled(const Requirement::Comparator& comparator) {
  std::string version = std::to_string(comparator.major_number);
  if (comparator.minor_number) version += "." + std::to_string(*comparator.minor_number);
  if (comparator.patch_number) version += "." + std::to_string(*comparator.patch_number);
  if (!comparator.prerelease.empty()) version += "-" + comparator.prerelease;
  switch (comparator.op) {
    case Requirement::Operator::exact:
      return {"=", version};
    case Requirement::Operator::greater:
      return {">", version};
    case Requirement::Operator::greater_equal:
      return {">=", version};
    case Requirement::Operator::less:
      return {"<", version};
    case Requirement::Operator::less_equal:
      return {"<=", version};
    case Requirement::Operator::tilde:
      return {"matches", "~" + version};
    case Requirement::Operator::caret:
      return {"matches", "^" + version};
    case Requirement::Operator::wildcard:
      return {"matches", version + ".*"};
  }
  return {"matches", version};
}

std::string_view dep_type(DependencyKind kind) {
  switch (kind) {
    case DependencyKind::normal:
      return "Depends";
    case DependencyKind::build:
      return "Build-Depends";
    case DependencyKind::dev:
      return "Suggests";
  }
  return "Depends";
}

}  // namespace

json::object to_json(const PackageInfo& package, const RepositoryRecord& repository, std::string_view public_url) {
  const std::string base(public_url);
  const std::string self = self_url(package, repository, public_url);
  const std::string page = base + "/" + repository.namespace_slug + "/" + repository.slug + "/" + package.crate + "/" +
                           package.version + "/";
  const json::object metadata = parse_object(package.metadata);
  const json::value description = member(metadata, "description");
  const json::value license = member(metadata, "license");
  const registry::TagKind all_kinds[] = {registry::TagKind::plain, registry::TagKind::immutable,
                                         registry::TagKind::automatic};
  json::object out{
      {"architectures", json::array{}},
      {"cdn_url", download_url(package, repository, public_url)},
      {"dependencies_checksum_md5", nullptr},
      {"dependencies_url", self + "dependencies/"},
      {"description", description},
      {"display_name", package.crate},
      {"distro", nullptr},
      {"distro_version", nullptr},
      {"downloads", package.downloads},
      {"epoch", 0},
      {"extension", ".crate"},
      {"filename", package.filename()},
      {"filepath", nullptr},
      {"files", json::array{file_json(package, repository, public_url)}},
      {"format", "cargo"},
      {"format_url", base + "/v1/formats/cargo/"},
      {"freeable_storage", package.size},
      {"fully_qualified_name", package.crate + "@" + package.version},
      {"identifier_perm", package.slug_perm},
      {"identifiers", json::object{}},
      {"indexed", true},
      {"license", license},
      {"name", package.crate},
      {"namespace", repository.namespace_slug},
      {"namespace_url", base + "/v1/namespaces/" + repository.namespace_slug + "/"},
      {"num_files", 1},
      {"origin_repository", package.origin_repository},
      {"origin_repository_url", base + "/v1/repos/" + package.origin_namespace + "/" + package.origin_repository + "/"},
      {"package_type", kLibrary},
      {"policy_violated", false},
      {"raw_license", license},
      {"release", nullptr},
      {"repository", repository.slug},
      {"repository_url", base + "/v1/repos/" + repository.namespace_slug + "/" + repository.slug + "/"},
      {"security_scan_completed_at", nullptr},
      {"security_scan_started_at", nullptr},
      {"security_scan_status", "Security Scanning Not Supported"},
      {"security_scan_status_updated_at", nullptr},
      {"self_html_url", page},
      {"self_url", self},
      {"self_webapp_url", page},
      {"signature_url", nullptr},
      {"size", package.size},
      {"slug", package.slug()},
      {"slug_perm", package.slug_perm},
      {"spdx_license", spdx_or_null(license)},
      {"status_url", self + "status/"},
      {"subtype", ""},
      {"summary", summary_of(description)},
      {"tags", tags_json(package, {all_kinds[0], all_kinds[1], all_kinds[2]})},
      {"tags_automatic", tags_json(package, {registry::TagKind::automatic})},
      {"tags_immutable", tags_json(package, {registry::TagKind::immutable})},
      {"type_display", "library"},
      {"uploaded_at", to_rfc3339(package.uploaded_at)},
      {"uploader", package.uploader},
      {"uploader_url", base + "/v1/users/profile/" + package.uploader + "/"},
      {"version", package.version},
      {"version_orig", package.version},
      {"vulnerability_scan_results_url", base + "/v1/vulnerabilities/" + repository.namespace_slug + "/" +
                                             repository.slug + "/" + package.slug_perm + "/"},
  };
  add_checksums(out, package);
  add_status(out, package);
  return out;
}

json::object status_json(const PackageInfo& package, const RepositoryRecord& repository, std::string_view public_url) {
  json::object out{{"self_url", self_url(package, repository, public_url)}};
  add_status(out, package);
  return out;
}

json::object deleted_json(const PackageInfo& package, const RepositoryRecord& repository) {
  return {{"action_by", text_or_null(package.deleted_by)},
          {"deleted_at", package.deleted_at ? json::value(to_rfc3339(*package.deleted_at)) : json::value(nullptr)},
          {"downloads", package.downloads},
          {"filename", package.filename()},
          {"format", "cargo"},
          {"fully_qualified_name", package.crate + "@" + package.version},
          {"identifiers", json::object{}},
          {"invoked_retention_rule", nullptr},
          {"is_deleteable", true},
          {"is_quarantined", package.quarantined_at.has_value()},
          {"is_restorable", true},
          {"name", package.crate},
          {"policy_violated", false},
          {"repository", repository.slug},
          {"security_scan_completed_at", nullptr},
          {"security_scan_status", "Security Scanning Not Supported"},
          {"size", package.size},
          {"slug_perm", package.slug_perm},
          {"status", package.quarantined_at ? kQuarantined : kCompleted},
          {"status_updated_at", to_rfc3339(package.status_updated_at)},
          {"tags", tags_json(package, {registry::TagKind::plain, registry::TagKind::immutable})},
          {"type_display", "library"},
          {"uploaded_at", to_rfc3339(package.uploaded_at)},
          {"uploader", package.uploader},
          {"version", package.version}};
}

json::array dependencies_json(const std::vector<Dependency>& dependencies) {
  json::array out;
  for (const Dependency& dependency : dependencies) {
    const auto requirement = Requirement::parse(dependency.requirement);
    if (!requirement || requirement->is_any()) {
      out.push_back(json::object{{"dep_type", dep_type(dependency.kind)},
                                 {"name", dependency.name},
                                 {"operator", "matches"},
                                 {"version", dependency.requirement}});
      continue;
    }
    for (const Requirement::Comparator& comparator : requirement->comparators()) {
      const Spelled one = spelled(comparator);
      out.push_back(json::object{{"dep_type", dep_type(dependency.kind)},
                                 {"name", dependency.name},
                                 {"operator", one.op},
                                 {"version", one.version}});
    }
  }
  return out;
}

json::object to_json(const registry::PackageGroup& group) {
  return {{"backend_kind", 1},
          {"count", group.count},
          {"last_push", to_rfc3339(group.last_push)},
          {"name", group.name},
          {"num_downloads", group.downloads},
          {"size", group.size}};
}

}  // namespace entrepot::api::management
