// fuzz-uses: entrepot_cargo
#include "cargo/registry_url.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto url = entrepot::RegistryUrl::parse(text);
  if (!url) return 0;
  const auto again = entrepot::RegistryUrl::parse(url->canonical());
  require(again.has_value() && *again == *url);
  return 0;
}
