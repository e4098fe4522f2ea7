#pragma once

#include <string_view>

namespace entrepot::site {

/// Whether a path (below the base path) may be a page of the website. Everything is but the API's: `/v1/…`, the
/// operators' paths, and `/{access}/{namespace}/{repository}/cargo…`. Pure; which of the pages exist the website knows.
bool is_page_path(std::string_view path);

}  // namespace entrepot::site
