#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace entrepot {

/// A time as clients write it: RFC 3339 with any offset and fraction (which is cut off), or the same without an offset
/// (Python's isoformat), which is UTC, or a date alone, which is its first second. The day must exist.
Result<Timestamp> parse_time(std::string_view text);

}  // namespace entrepot
