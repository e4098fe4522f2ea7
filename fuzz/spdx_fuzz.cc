// fuzz-uses: entrepot_cargo
#include "cargo/spdx.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto expression = entrepot::parse_license_expression(text);
  if (!expression) return 0;
  require(!expression->licenses.empty());
  for (const auto& id : expression->licenses) require(entrepot::parse_license_expression(id).has_value());
  return 0;
}
