#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace entrepot {

enum class AuthRequired : std::uint8_t { no, yes };

/// The file config.json at the root of an index, without a newline. `dl` and `api` are URLs without a trailing '/'.
/// `auth-required` is written only when it is true. Source: the Cargo book, "Registry Index: Index Configuration".
std::string config_json(std::string_view dl, std::string_view api, AuthRequired auth_required);

}  // namespace entrepot
