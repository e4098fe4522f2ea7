#include "api/management/crate_shapes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "base/try.h"
#include "cargo/registry_url.h"
#include "registry/package_rows.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::string_view kDefaultFeature = "default";
constexpr std::string_view kCratesIoPage = "https://crates.io/crates/";

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value text_or_null(const std::optional<std::string>& text) {
  return text && !text->empty() ? json::value(*text) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& list) {
  return json::array(list.begin(), list.end());
}

json::object publisher_json(const registry::CrateVersion& version) {
  return {{"slug", version.publisher}, {"name", version.publisher_name}};
}

/// The index line knows the rust-version of a crate that was published by cargo, the metadata that of all.
json::value rust_version_json(const IndexLine& line, const PublishMetadata& metadata) {
  return text_or_null(line.rust_version ? line.rust_version : metadata.rust_version);
}

json::value edition_json(const VersionInside& inside) {
  return inside.introduction ? text_or_null(inside.introduction->edition) : json::value(nullptr);
}

/// A publish notes it; for a version from before publishes did, somebody must have looked at its files.
json::value unpacked_size_json(const VersionInside& inside, const PublishMetadata& metadata) {
  if (inside.access == Inside::hidden) return nullptr;
  if (metadata.unpacked_bytes) return *metadata.unpacked_bytes;
  return inside.contents ? json::value(inside.contents->unpacked_bytes) : json::value(nullptr);
}

json::value readme_json(const VersionInside& inside) {
  if (!inside.introduction || !inside.introduction->readme) return nullptr;
  const registry::CrateReadme& readme = *inside.introduction->readme;
  return json::object{{"path", readme.path}, {"text", readme.text}, {"truncated", readme.is_truncated}};
}

}  // namespace

json::object to_json(const registry::CrateSummary& crate) {
  return {{"name", crate.name},
          {"description", crate.description},
          {"keywords", texts(crate.keywords)},
          {"newest_version", crate.newest_version},
          {"versions", crate.versions},
          {"downloads", crate.downloads},
          {"size", crate.size},
          {"updated_at", to_rfc3339(crate.updated_at)},
          {"is_yanked", crate.is_yanked}};
}

json::object to_json(const registry::CrateRights& rights) {
  return {{"publish", rights.publish},
          {"yank", rights.yank},
          {"change_owners", rights.change_owners},
          {"delete", rights.remove},
          {"copy", rights.copy},
          {"move", rights.move},
          {"tag", rights.tag},
          {"quarantine", rights.quarantine},
          {"resync", rights.resync}};
}

json::array to_json(const std::vector<registry::CrateOwner>& owners) {
  json::array out;
  for (const registry::CrateOwner& owner : owners) {
    out.push_back(json::object{{"slug", owner.login}, {"name", owner.name}});
  }
  return out;
}

json::object to_json(const registry::CrateDependent& dependent) {
  return {{"namespace", dependent.namespace_slug},
          {"repository", dependent.repository_slug},
          {"name", dependent.name},
          {"version", dependent.version},
          {"requirement", dependent.requirement},
          {"kind", dependency_kind_word(dependent.kind)}};
}

json::object to_json(const PackagedFile& file) {
  return {{"path", file.path}, {"size", file.size}, {"sha256", file.checksum.hex()}, {"is_text", file.is_text}};
}

Result<json::object> short_json(const registry::CrateVersion& version) {
  TRY_ASSIGN(const IndexLine line, parse_index_line(version.index_line));
  const PublishMetadata metadata = registry::metadata_from_json(version.metadata, line.name, line.version);
  return json::object{{"version", version.version},
                      {"slug_perm", version.slug_perm},
                      {"yanked", version.is_yanked},
                      {"quarantined", version.is_quarantined},
                      {"deleted", false},
                      {"tags", texts(version.tags)},
                      {"size", version.size},
                      {"rust_version", rust_version_json(line, metadata)},
                      {"license", text_or_null(metadata.license)},
                      {"published_at", to_rfc3339(version.published_at)},
                      {"published_by", publisher_json(version)},
                      {"downloads", version.downloads},
                      {"checksum", version.checksum},
                      {"features", line.features.size()},
                      {"dependencies", line.dependencies.size()}};
}

json::object full_json(const registry::CrateRow& crate, const registry::CrateVersion& version, const IndexLine& line,
                       const VersionInside& inside) {
  const PublishMetadata metadata = registry::metadata_from_json(version.metadata, line.name, line.version);
  json::object out{{"name", crate.name},
                   {"version", version.version},
                   {"slug_perm", version.slug_perm},
                   {"description", text_or_null(metadata.description)},
                   {"license", text_or_null(metadata.license)},
                   {"license_file", text_or_null(metadata.license_file)},
                   {"homepage", text_or_null(metadata.homepage)},
                   {"repository", text_or_null(metadata.repository)},
                   {"documentation", text_or_null(metadata.documentation)},
                   {"keywords", texts(metadata.keywords)},
                   {"categories", texts(metadata.categories)},
                   {"authors", texts(metadata.authors)},
                   {"rust_version", rust_version_json(line, metadata)},
                   {"edition", edition_json(inside)},
                   {"links", text_or_null(line.links ? line.links : metadata.links)},
                   {"size", version.size},
                   {"unpacked_size", unpacked_size_json(inside, metadata)},
                   {"yanked", version.is_yanked},
                   {"quarantined", version.is_quarantined},
                   {"tags", texts(version.tags)},
                   {"published_at", to_rfc3339(version.published_at)},
                   {"published_by", publisher_json(version)},
                   {"downloads", version.downloads},
                   {"checksums", json::object{{"sha256", version.checksum},
                                              {"md5", text_or_null(version.digests.md5)},
                                              {"sha1", text_or_null(version.digests.sha1)},
                                              {"sha512", text_or_null(version.digests.sha512)}}},
                   {"readme", readme_json(inside)}};
  if (inside.access == Inside::unavailable) out["incomplete"] = true;
  return out;
}

json::object to_json(const Dependency& dependency, bool is_here) {
  const auto registry =
      dependency.registry ? RegistryUrl::parse(*dependency.registry) : Result<RegistryUrl>(invalid(""));
  const bool is_crates_io = registry && registry->is_crates_io();
  return {{"name", dependency.key()},
          {"package", dependency.name},
          {"requirement", dependency.requirement},
          {"kind", dependency_kind_word(dependency.kind)},
          {"target", text_or_null(dependency.target)},
          {"optional", dependency.optional},
          {"default_features", dependency.default_features},
          {"features", texts(dependency.features)},
          {"registry", text_or_null(dependency.registry)},
          {"is_here", is_here},
          {"url", is_crates_io ? json::value(std::string(kCratesIoPage) + dependency.name) : json::value(nullptr)}};
}

json::array features_json(const FeatureMap& features) {
  const auto defaults = features.find(kDefaultFeature);
  json::array out;
  for (const auto& [name, enables] : features) {
    const bool is_default =
        name == kDefaultFeature ||
        (defaults != features.end() && std::ranges::find(defaults->second, name) != defaults->second.end());
    out.push_back(json::object{{"name", name}, {"enables", texts(enables)}, {"is_default", is_default}});
  }
  return out;
}

}  // namespace entrepot::api::management
