#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace entrepot::http {

/// A parameter of a query ("q=a+b&page=2"), decoded (application/x-www-form-urlencoded): the first of that name.
/// Nothing when it is not there or cannot be decoded.
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

/// Whether everything in it can be decoded, and is then UTF-8 without NUL: what cannot must not count as left out.
bool is_readable_query(std::string_view query);

}  // namespace entrepot::http
