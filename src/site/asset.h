#pragma once

#include <span>
#include <string_view>

namespace entrepot::site {

/// One file of the built website, in the forms it is sent in. The bytes are part of the program: they live for ever.
struct Asset {
  std::string_view path;  ///< below the base path: "/assets/index-4f2a.js"
  std::string_view content_type;
  std::string_view etag;  ///< strong and quoted, of the plain form
  std::string_view plain;
  std::string_view gzip;    ///< empty where it is not smaller
  std::string_view brotli;  ///< likewise
  bool is_immutable;        ///< its name changes with its content
};

/// Sorted by path.
std::span<const Asset> embedded_assets();

/// Null when there is none. `assets` is sorted by path.
const Asset* find_asset(std::span<const Asset> assets, std::string_view path);

}  // namespace entrepot::site
