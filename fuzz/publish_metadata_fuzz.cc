// fuzz-uses: entrepot_cargo
#include "cargo/index_line.h"
#include "cargo/publish_metadata.h"
#include "cargo/publish_rules.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  auto metadata = entrepot::parse_publish_metadata(text);
  if (!metadata) return 0;
  entrepot::PublishRules rules;
  rules.allow_wildcard_requirement = true;
  rules.require_license = false;
  rules.require_description = false;
  if (!entrepot::check_publish(*metadata, rules)) return 0;
  // Whatever a publish lets through must make a line that every cargo can read.
  require(entrepot::normalise_registries(metadata->dependencies, {}).has_value());
  const auto line = entrepot::make_index_line(*metadata, entrepot::sha256("x"), entrepot::from_unix(0));
  require(line.has_value());
  require(entrepot::parse_index_line(entrepot::to_json_line(*line)).has_value());
  return 0;
}
