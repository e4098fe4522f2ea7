#pragma once

#include <string_view>

#include "base/error.h"

namespace entrepot {

/// Refuses text whose nesting would make a TOML parser recurse deeply: more than 32 brackets open at once, or more than
/// 32 dots in one key. The parser bounds nested values itself, but not the tables that `a.a.a.a… = 1` makes, whose
/// destruction would overflow the stack. Looks at tokens only; it accepts text that is not TOML.
Result<void> check_toml_bounds(std::string_view text);

}  // namespace entrepot
