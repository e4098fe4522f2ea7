// fuzz-uses: entrepot_cargo
#include "cargo/index_line.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  if (const auto yanked = entrepot::set_yanked(text, true)) {
    require(entrepot::set_yanked(*yanked, true) == *yanked);
  }
  const auto line = entrepot::parse_index_line(text);
  if (!line) return 0;
  const std::string written = entrepot::to_json_line(*line);
  const auto again = entrepot::parse_index_line(written);
  require(again.has_value() && entrepot::to_json_line(*again) == written);
  const auto yanked = entrepot::set_yanked(written, !line->yanked);
  require(yanked.has_value() && entrepot::parse_index_line(*yanked)->yanked == !line->yanked);
  require(entrepot::set_yanked(*yanked, line->yanked) == written);
  return 0;
}
