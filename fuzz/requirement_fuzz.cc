// fuzz-uses: entrepot_cargo
#include "cargo/requirement.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto requirement = entrepot::Requirement::parse(text);
  if (!requirement) return 0;
  const auto again = entrepot::Requirement::parse(requirement->text());
  require(again.has_value() && *again == *requirement && again->text() == requirement->text());
  for (const char* version : {"0.0.1", "0.1.0", "1.2.3", "1.2.3-alpha.1", "18446744073709551615.0.0"}) {
    const auto parsed = entrepot::Version::parse(version);
    require(requirement->matches(*parsed) == again->matches(*parsed));
  }
  return 0;
}
