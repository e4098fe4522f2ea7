#include "site/page_path.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace entrepot::site {
namespace {

constexpr std::size_t kCargoSegment = 3;  ///< counted from 0
constexpr std::array<std::string_view, 6> kFirstSegmentsOfOthers{"v1",      "healthz",      "readyz",
                                                                 "metrics", "openapi.json", "assets"};

}  // namespace

bool is_page_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (std::size_t segment = 0; !path.empty(); ++segment) {
    path.remove_prefix(1);
    const std::string_view name = path.substr(0, path.find('/'));
    if (segment == 0 && std::ranges::find(kFirstSegmentsOfOthers, name) != kFirstSegmentsOfOthers.end()) return false;
    if (segment == kCargoSegment) return name != "cargo";
    path.remove_prefix(name.size());
  }
  return true;
}

}  // namespace entrepot::site
