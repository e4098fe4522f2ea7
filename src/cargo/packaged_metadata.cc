#include "cargo/packaged_metadata.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/package_files.h"
#include "cargo/registry_url.h"
#include "cargo/scanner.h"
#include "cargo/target_expression.h"

namespace entrepot {
namespace {

/// Where cargo looks when the manifest says nothing, in this order (util/toml/mod.rs: DEFAULT_README_FILES).
constexpr auto kUsualReadmes = std::to_array<std::string_view>({"README.md", "README.txt", "README"});

Result<void> require_publishable(const Manifest& manifest) {
  if (manifest.inherited_key) {
    return invalid("The packaged Cargo.toml still inherits " + in_quotes(*manifest.inherited_key) +
                   " from a workspace; package the crate with cargo, which resolves it.");
  }
  if (manifest.has_patch)
    return invalid("The packaged Cargo.toml has a [patch] section, which a published crate must not have.");
  return {};
}

Result<Dependency> dependency_from(const ManifestDependency& packaged, UnnamedRegistry unnamed) {
  Dependency out = packaged.dependency;
  if (packaged.is_artifact) {
    return invalid("Dependency " + in_quotes(out.key()) +
                   " is an artifact dependency; cargo has not made these stable, so they cannot be published here.");
  }
  if (packaged.has_registry_name && !out.registry) {
    return invalid("The packaged Cargo.toml names the registry of the dependency " + in_quotes(out.key()) +
                   " by a name of its author's configuration; package the crate with cargo, which writes the URL.");
  }
  if (!out.registry && unnamed == UnnamedRegistry::crates_io) out.registry = kCratesIoIndex;
  if (out.target) {
    TRY_ASSIGN(out.target, cargo_spelling(*out.target));
  }
  return out;
}

/// "./docs//README.md" → "docs/README.md"; ".." is left, and then no file has that name.
std::string plain_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

}  // namespace

std::vector<std::string> readme_candidates(const Manifest& manifest) {
  if (manifest.has_no_readme) return {};
  if (manifest.readme) return {plain_path(*manifest.readme)};
  return {kUsualReadmes.begin(), kUsualReadmes.end()};
}

Result<PublishMetadata> metadata_from_manifest(const Manifest& manifest, UnnamedRegistry unnamed) {
  TRY(require_publishable(manifest));
  TRY_ASSIGN(CrateName name, CrateName::parse(manifest.name));
  TRY_ASSIGN(Version version, Version::parse(manifest.version));
  PublishMetadata out{.name = std::move(name), .version = std::move(version)};
  for (const ManifestDependency& dependency : manifest.dependencies) {
    // A dev-dependency by path or git alone is for the author's tests only; cargo does not send it.
    if (dependency.dependency.kind == DependencyKind::dev && !dependency.has_requirement) continue;
    TRY_ASSIGN(out.dependencies.emplace_back(), dependency_from(dependency, unnamed));
  }
  out.features = manifest.features;
  out.authors = manifest.authors;
  out.description = manifest.description;
  out.documentation = manifest.documentation;
  out.homepage = manifest.homepage;
  out.readme_file = manifest.readme;
  out.keywords = manifest.keywords;
  out.categories = manifest.categories;
  out.license = manifest.license;
  out.license_file = manifest.license_file;
  out.repository = manifest.repository;
  out.links = manifest.links;
  out.rust_version = manifest.rust_version;
  return out;
}

Result<PublishMetadata> read_packaged_metadata(const PackageSource& source, std::uint64_t compressed_bytes,
                                               const PackageLimits& limits, UnnamedRegistry unnamed,
                                               std::uint64_t max_readme_bytes) {
  const std::array<std::string, 1> kManifest{"Cargo.toml"};
  TRY_ASSIGN(const auto manifests, read_package_files(source, compressed_bytes, kManifest, kMaxManifestBytes, limits));
  if (manifests.empty()) return invalid("The crate has no Cargo.toml in its top folder.");
  TRY_ASSIGN(const Manifest manifest, parse_manifest(manifests.begin()->second));
  TRY_ASSIGN(PublishMetadata out, metadata_from_manifest(manifest, unnamed));
  const std::vector<std::string> candidates = readme_candidates(manifest);
  if (candidates.empty()) return out;
  TRY_ASSIGN(const auto readmes, read_package_files(source, compressed_bytes, candidates, max_readme_bytes, limits));
  for (const std::string& candidate : candidates) {
    const auto found = readmes.find(candidate);
    if (found == readmes.end()) continue;
    if (!is_utf8(found->second)) return invalid("In the crate " + in_quotes(candidate) + " is not UTF-8.");
    out.readme = found->second;
    if (!out.readme_file) out.readme_file = candidate;
    break;
  }
  return out;
}

}  // namespace entrepot
