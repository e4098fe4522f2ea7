#pragma once

#include <string_view>

namespace entrepot::api {

/// Of the program, as /v1/status/check/basic/ and /openapi.json tell it.
inline constexpr std::string_view kVersion = ENTREPOT_VERSION;

}  // namespace entrepot::api
