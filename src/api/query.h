#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace entrepot::api {

/// A parameter of the query, decoded (application/x-www-form-urlencoded); the first of that name. What cannot be
/// decoded, or is then not UTF-8 or holds a NUL, is as if it were not there.
std::optional<std::string> query_text(const http::Request& request, std::string_view name);
/// All of that name, in their order.
std::vector<std::string> query_texts(const http::Request& request, std::string_view name);
/// A number; what is no number is the default, and what is out of range is the nearest bound, as cargo clamps too.
std::size_t query_number(const http::Request& request, std::string_view name, std::size_t otherwise, std::size_t least,
                         std::size_t most);
/// "true", "1", "yes", "on" in any case.
bool query_flag(const http::Request& request, std::string_view name);

}  // namespace entrepot::api
