#pragma once

#include <string_view>

#include "base/error.h"

namespace entrepot {

/// Whether a dependency's `target` is what cargo can read: a plausible triple (letters, digits, `-`, `_`, `.`) or
/// `cfg(…)` with `all`, `any`, `not`, `true`, `false`, names and `name = "value"`. A bad one makes cargo skip the whole
/// index line. Bounded in length and depth. Source: the Cargo book, "Platform specific dependencies".
Result<void> check_target_expression(std::string_view text);

}  // namespace entrepot
