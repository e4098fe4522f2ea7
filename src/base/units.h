#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entrepot {

/// "42": decimal digits only, no sign.
std::optional<std::uint64_t> parse_number(std::string_view text);
/// "1048576", "1048576 B", "1024 KiB", "64MiB", "2 GiB".
std::optional<std::uint64_t> parse_bytes(std::string_view text);
/// "500ms", "30s", "5m", "24h", "7d"; a bare number has no meaning, because nobody remembers which unit it would be.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace entrepot
