#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot {

/// Whether a dependency's `target` is what cargo can read: a plausible triple (letters, digits, `-`, `_`, `.`) or
/// `cfg(…)` with `all`, `any`, `not`, `true`, `false`, names and `name = "value"`. A bad one makes cargo skip the whole
/// index line. Bounded in length and depth. Source: the Cargo book, "Platform specific dependencies".
Result<void> check_target_expression(std::string_view text);

/// A checked target as cargo prints it, and so sends it with a publish: `cfg(all(unix, target_arch = "x86"))`. A
/// manifest keeps its author's spelling. (cargo-platform, the Display of CfgExpr.)
Result<std::string> cargo_spelling(std::string_view target);

}  // namespace entrepot
