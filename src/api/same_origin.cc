#include "api/same_origin.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "base/encoding.h"

namespace entrepot::api {
namespace {

constexpr std::string_view kFetchSite = "sec-fetch-site";
constexpr std::string_view kOrigin = "origin";

/// The host and port of "https://host:port/path", without the scheme's own port; empty when it is no http(s) URL.
std::string_view authority_of(std::string_view url) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kSchemes{
      {{"http://", ":80"}, {"https://", ":443"}}};
  for (const auto& [scheme, port] : kSchemes) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    url = url.substr(0, url.find('/'));
    if (url.ends_with(port)) url.remove_suffix(port.size());
    return url;
  }
  return {};
}

}  // namespace

bool is_same_origin(const http::Request& request, std::string_view public_url) {
  if (request.field_count(kFetchSite) > 1 || request.field_count(kOrigin) > 1) return false;
  if (const auto site = request.field(kFetchSite)) return trimmed(*site) == "same-origin";
  const std::optional<std::string_view> origin = request.field(kOrigin);
  if (!origin) return true;
  const std::string_view authority = authority_of(trimmed(*origin));
  if (authority.empty()) return false;
  if (equals_ignoring_case(authority, authority_of(public_url))) return true;
  return equals_ignoring_case(authority, trimmed(request.field("host").value_or("")));
}

}  // namespace entrepot::api
