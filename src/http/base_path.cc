#include "http/base_path.h"

#include <cstddef>

namespace entrepot::http {

std::string_view base_path_of(std::string_view public_url) {
  while (public_url.ends_with('/')) public_url.remove_suffix(1);
  const std::size_t scheme = public_url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::size_t slash = public_url.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view() : public_url.substr(slash);
}

}  // namespace entrepot::http
