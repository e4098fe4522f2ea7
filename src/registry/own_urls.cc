#include "registry/own_urls.h"

#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::registry {
namespace {

/// Without "user@": a token that stands there is no part of the place.
std::string without_user(std::string_view location) {
  const auto scheme_end = location.find("://");
  if (scheme_end == std::string_view::npos) return std::string(location);
  const auto authority = location.substr(scheme_end + 3);
  const auto at = authority.substr(0, authority.find('/')).rfind('@');
  if (at == std::string_view::npos) return std::string(location);
  return std::string(location.substr(0, scheme_end + 3)) + std::string(authority.substr(at + 1));
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (true) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_same_repository(const OwnIndex& index, const RepositoryRecord& repository) {
  return equals_ignoring_case(index.namespace_slug, repository.namespace_slug) &&
         equals_ignoring_case(index.repository_slug, repository.slug);
}

bool is_plain_access(std::string_view access) {
  return access == "public" || access == "basic";
}

bool has_user(const RegistryUrl& url) {
  return without_user(url.location()) != url.location();
}

}  // namespace

std::optional<OwnIndex> parse_own_index(const RegistryUrl& url, std::string_view public_url) {
  const auto own = RegistryUrl::parse(public_url);
  if (!own) return std::nullopt;
  const std::string location = without_user(url.location());
  const std::string base = std::string(own->location()) + '/';
  if (!location.starts_with(base)) return std::nullopt;
  const auto segments = segments_of(std::string_view(location).substr(base.size()));
  // "index.git" has lost its ending in the canonical form.
  const bool sparse = url.protocol() == RegistryUrl::Protocol::sparse && segments.size() == 4;
  const bool git = url.protocol() == RegistryUrl::Protocol::git && segments.size() == 5 && segments[4] == "index";
  if ((!sparse && !git) || segments[3] != "cargo") return std::nullopt;
  return OwnIndex{std::string(segments[0]), std::string(segments[1]), std::string(segments[2])};
}

IsOwnRegistry is_alias_of(RepositoryPointer repository, std::string public_url) {
  return [repository = std::move(repository), public_url = std::move(public_url)](const RegistryUrl& url) {
    const auto own = parse_own_index(url, public_url);
    return own && is_same_repository(*own, *repository);
  };
}

Result<std::vector<SisterDependency>> sister_dependencies(const std::vector<Dependency>& dependencies,
                                                          const RepositoryRecord& repository,
                                                          std::string_view public_url) {
  std::vector<SisterDependency> sisters;
  for (std::size_t index = 0; index < dependencies.size(); ++index) {
    if (!dependencies[index].registry) continue;
    TRY_ASSIGN(const RegistryUrl url, RegistryUrl::parse(*dependencies[index].registry));
    auto own = parse_own_index(url, public_url);
    if (!own || is_same_repository(*own, repository)) continue;
    if (is_plain_access(own->access) && !has_user(url)) continue;
    sisters.push_back({index, std::move(*own)});
  }
  return sisters;
}

std::string sparse_index_url(std::string_view public_url, std::string_view access, const OwnIndex& target) {
  std::string url = "sparse+";
  for (const std::string_view part : std::array<std::string_view, 8>{
           public_url, "/", access, "/", target.namespace_slug, "/", target.repository_slug, "/cargo/"}) {
    url += part;
  }
  return url;
}

}  // namespace entrepot::registry
