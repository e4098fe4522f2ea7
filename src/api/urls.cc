#include "api/urls.h"

#include "base/encoding.h"
#include "cargo/config_json.h"
#include "registry/repository.h"

namespace entrepot::api {

std::string cargo_root(std::string_view public_url, std::string_view access, std::string_view namespace_slug,
                       std::string_view repository_slug) {
  std::string url;
  url.reserve(public_url.size() + access.size() + namespace_slug.size() + repository_slug.size() + 9);
  return url.append(public_url)
      .append("/")
      .append(access)
      .append("/")
      .append(namespace_slug)
      .append("/")
      .append(repository_slug)
      .append("/cargo");
}

std::string config_json_of(const Call& call) {
  const registry::RepositoryRecord& repository = *call.repository;
  const std::string root = cargo_root(call.public_url(), call.access, repository.namespace_slug, repository.slug);
  const bool needs_header = !repository.is_public() && !is_path_token(call.access);
  return config_json(root + "/{crate}-{version}.crate", root, needs_header ? AuthRequired::yes : AuthRequired::no);
}

std::string login_url(std::string_view public_url, std::string_view access, std::string_view namespace_slug,
                      std::string_view repository_slug) {
  return cargo_root(public_url, is_path_token(access) ? "basic" : access, encode_percent(namespace_slug),
                    encode_percent(repository_slug)) +
         "/me";
}

bool is_shareable(const Call& call) {
  return call.repository->is_public() && !is_path_token(call.access);
}

}  // namespace entrepot::api
