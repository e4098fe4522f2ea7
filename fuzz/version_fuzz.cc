// fuzz-uses: entrepot_cargo
#include "cargo/version.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto version = entrepot::Version::parse(text);
  if (!version) return 0;
  require(version->text() == text);
  const auto plain = entrepot::Version::parse(version->without_build());
  require(plain.has_value() && entrepot::precedence(*plain, *version) == 0);
  return 0;
}
