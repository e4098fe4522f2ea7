// fuzz-uses: entrepot_cargo
#include "cargo/crate_name.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  if (const auto crate = entrepot::crate_of_index_path(text)) require(entrepot::index_path(*crate) == text);
  const auto name = entrepot::CrateName::parse(text);
  if (!name) return 0;
  require(name->text() == text);
  const std::string path = entrepot::index_path(name->index_key());
  require(entrepot::crate_of_index_path(path) == std::string_view(name->index_key()));
  return 0;
}
