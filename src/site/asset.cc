#include "site/asset.h"

#include <algorithm>

namespace entrepot::site {

const Asset* find_asset(std::span<const Asset> assets, std::string_view path) {
  const auto found = std::ranges::lower_bound(assets, path, {}, &Asset::path);
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

}  // namespace entrepot::site
