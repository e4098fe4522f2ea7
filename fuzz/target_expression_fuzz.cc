// fuzz-uses: entrepot_cargo
#include "cargo/target_expression.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto checked = entrepot::check_target_expression(text);
  require(checked.has_value() || !checked.error().message.empty());
  return 0;
}
