#pragma once

#include <string_view>

namespace entrepot::http {

/// The path of a public URL such as "https://host/base", without a trailing slash; "" at the root. A view into it.
std::string_view base_path_of(std::string_view public_url);

}  // namespace entrepot::http
