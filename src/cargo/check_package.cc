#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/try.h"
#include "cargo/manifest.h"
#include "cargo/publish_rules.h"
#include "cargo/requirement.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

/// cargo prints a cfg expression in its own spelling; the manifest has the author's. Equal expressions differ in white
/// space and in commas before a closing parenthesis only.
std::string normalised_target(std::string_view target) {
  std::string out;
  bool in_string = false;
  for (const char c : target) {
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
    if (!in_string && c == ')' && out.ends_with(',')) out.pop_back();
    out.push_back(c);
  }
  return out;
}

using Key = std::tuple<DependencyKind, std::string, std::string>;  // kind, target, name in Cargo.toml

Key key_of(const Dependency& dependency) {
  return {dependency.kind, dependency.target ? normalised_target(*dependency.target) : std::string(), dependency.key()};
}

std::unexpected<Error> mismatch(const Dependency& dependency, std::string_view what) {
  return invalid("The dependency " + in_quotes(dependency.key()) + " has " + std::string(what) +
                 " in the publish metadata than in the packaged Cargo.toml.");
}

std::set<std::string_view> as_set(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

/// Metadata and manifest mean the opposite by silence: the metadata "this registry", the manifest "crates.io". Silence
/// on both sides passes: it is how crates of crates.io look when a mirror or a tool publishes them here as they are.
Result<bool> same_registry(const Dependency& metadata, const Dependency& manifest, const IsOwnRegistry& is_own) {
  const auto own = [&](const RegistryUrl& url) { return is_own && is_own(url); };
  if (!metadata.registry && !manifest.registry) return true;
  TRY_ASSIGN(const RegistryUrl from_manifest,
             RegistryUrl::parse(manifest.registry.value_or(std::string(kCratesIoIndex))));
  if (!metadata.registry) return own(from_manifest);
  TRY_ASSIGN(const RegistryUrl from_metadata, RegistryUrl::parse(*metadata.registry));
  if (own(from_metadata)) return own(from_manifest);
  return from_metadata == from_manifest;
}

Result<void> check_one(const Dependency& metadata, const ManifestDependency& packaged, const PublishRules& rules,
                       const IsOwnRegistry& is_own) {
  const Dependency& manifest = packaged.dependency;
  if (metadata.name != manifest.name) return mismatch(metadata, "another crate behind it");
  TRY_ASSIGN(const Requirement claimed, Requirement::parse(metadata.requirement));
  const auto written = Requirement::parse(manifest.requirement);
  if (!written) {
    return invalid("In the packaged Cargo.toml the dependency " + in_quotes(metadata.key()) +
                   " has a requirement that cargo cannot read: " + in_quotes(manifest.requirement) + ".");
  }
  if (claimed != *written) return mismatch(metadata, "another version requirement");
  if (metadata.optional != manifest.optional) return mismatch(metadata, "another 'optional'");
  if (metadata.default_features != manifest.default_features) return mismatch(metadata, "another 'default-features'");
  if (as_set(metadata.features) != as_set(manifest.features)) return mismatch(metadata, "other features");
  if (!rules.check_dependency_registries || packaged.has_registry_name) return {};
  TRY_ASSIGN(const bool same, same_registry(metadata, manifest, is_own));
  if (!same) return mismatch(metadata, "another registry");
  return {};
}

Result<void> check_dependencies(const PublishMetadata& metadata, const Manifest& manifest, const PublishRules& rules,
                                const IsOwnRegistry& is_own) {
  std::map<Key, const ManifestDependency*> packaged;
  for (const ManifestDependency& dependency : manifest.dependencies) {
    packaged.emplace(key_of(dependency.dependency), &dependency);
  }
  for (const Dependency& dependency : metadata.dependencies) {
    const auto found = packaged.find(key_of(dependency));
    if (found == packaged.end()) {
      return invalid("The publish metadata names the " + std::string(dependency_kind_word(dependency.kind)) +
                     " dependency " + in_quotes(dependency.key()) + ", which the packaged Cargo.toml does not have.");
    }
    TRY(check_one(dependency, *found->second, rules, is_own));
    packaged.erase(found);
  }
  for (const auto& [key, dependency] : packaged) {
    if (dependency->dependency.kind == DependencyKind::dev) continue;  // cargo leaves out those that are paths only
    return invalid("The packaged Cargo.toml has the dependency " + in_quotes(dependency->dependency.key()) +
                   ", which the publish metadata does not name.");
  }
  return {};
}

Result<void> check_features(const PublishMetadata& metadata, const Manifest& manifest) {
  const bool same = std::ranges::equal(metadata.features, manifest.features, [](const auto& a, const auto& b) {
    return a.first == b.first && as_set(a.second) == as_set(b.second);
  });
  if (same) return {};
  return invalid("The features in the publish metadata are not those of the packaged Cargo.toml.");
}

}  // namespace

Result<void> check_package(const PublishMetadata& metadata, const PackageContent& content, const PublishRules& rules,
                           const IsOwnRegistry& is_own) {
  TRY_ASSIGN(const Manifest manifest, parse_manifest(content.manifest));
  if (manifest.inherited_key) {
    return invalid("The packaged Cargo.toml still inherits " + in_quotes(*manifest.inherited_key) +
                   " from a workspace; package the crate with cargo, which resolves it.");
  }
  if (manifest.has_patch)
    return invalid("The packaged Cargo.toml has a [patch] section, which a published crate must not have.");
  if (manifest.name != metadata.name.text()) {
    return invalid("The packaged Cargo.toml is of crate " + in_quotes(manifest.name) + ", the publish metadata of '" +
                   metadata.name.text() + "'.");
  }
  if (manifest.version != metadata.version.text()) {
    return invalid("The packaged Cargo.toml has version " + in_quotes(manifest.version) + ", the publish metadata '" +
                   metadata.version.text() + "'.");
  }
  // cargo before 1.71 does not send it at all.
  if (metadata.rust_version && manifest.rust_version != metadata.rust_version) {
    return invalid("'rust-version' in the publish metadata is not that of the packaged Cargo.toml.");
  }
  if (manifest.links != metadata.links)
    return invalid("'links' in the publish metadata is not that of the packaged Cargo.toml.");
  TRY(check_features(metadata, manifest));
  return check_dependencies(metadata, manifest, rules, is_own);
}

}  // namespace entrepot
