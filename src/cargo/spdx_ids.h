#pragma once

#include <span>
#include <string_view>

namespace entrepot {

/// The tables behind spdx.h, each sorted by lower case. Source: https://spdx.org/licenses.
std::span<const std::string_view> spdx_licenses();
std::span<const std::string_view> spdx_exceptions();
std::span<const std::string_view> spdx_deprecated_licenses();

}  // namespace entrepot
