#pragma once

// The one way in which this program includes toml++. Its functions are inline and their bodies depend on these macros:
// two files with other settings would be two definitions of one function, of which the linker keeps either (seen:
// publishing crashed at -O2, because a file without exceptions stood beside one with them). Include this from .cc files
// only; it is heavy.

#include <stdexcept>

// toml++ states what its parser takes for granted as assertions, and hostile text breaks some of them ("[%" is enough).
// They would abort the server, or under NDEBUG become assumptions of the optimiser: undefined behaviour. Here they
// throw std::logic_error, in every build; a text that is not TOML throws toml::parse_error.
namespace entrepot::toml_assertion {
[[noreturn]] inline void failed() {
  throw std::logic_error("an assertion of the TOML parser");
}
}  // namespace entrepot::toml_assertion
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expression) ((expression) ? void() : ::entrepot::toml_assertion::failed())
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")
