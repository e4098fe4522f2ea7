#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace entrepot {

std::string encode_hex(ByteView bytes);  ///< lower case
/// Fills `out` from exactly twice as many lower-case digits.
bool decode_lower_hex(std::string_view hex, std::span<std::byte> out);

std::string encode_base64(ByteView bytes);                           ///< RFC 4648 section 4, padded
std::optional<std::string> decode_base64(std::string_view text);     ///< strict; padding required
std::string encode_base64url(ByteView bytes);                        ///< RFC 4648 section 5, no padding
std::optional<std::string> decode_base64url(std::string_view text);  ///< strict; no padding

/// Percent-decoding (RFC 3986 section 2.1). A `+` stays a `+`: versions with build metadata need it.
std::optional<std::string> decode_percent(std::string_view text);
/// Query values: as above, but `+` is a space (application/x-www-form-urlencoded).
std::optional<std::string> decode_form(std::string_view text);
/// Escapes everything but the unreserved characters.
std::string encode_percent(std::string_view text);

std::string escape_html(std::string_view text);
/// Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool is_utf8(std::string_view text);

/// ASCII only: names, header fields and slugs are.
constexpr bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
/// Without the spaces and tabs around it: HTTP's optional white space (RFC 9110 section 5.6.3).
std::string_view trimmed(std::string_view text);
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace entrepot
