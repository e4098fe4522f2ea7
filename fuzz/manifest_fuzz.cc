// fuzz-uses: entrepot_cargo
#include "cargo/manifest.h"
#include "cargo/packaged_metadata.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto manifest = entrepot::parse_manifest(text);
  if (!manifest || manifest->inherited_key) return 0;
  require(text.size() <= entrepot::kMaxManifestBytes);
  // What a push makes of it says nothing that the manifest does not.
  const auto metadata = entrepot::metadata_from_manifest(*manifest, entrepot::UnnamedRegistry::own);
  if (metadata) require(metadata->name.text() == manifest->name && metadata->features == manifest->features);
  return 0;
}
