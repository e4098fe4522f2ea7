// fuzz-uses: entrepot_cargo ZLIB::ZLIB
#include "cargo/package_reader.h"
#include "crate_input.h"

using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = entrepot::fuzz::as_crate(data, size);
  const auto name = entrepot::CrateName::parse("foo");
  const auto version = entrepot::Version::parse("1.0.0");
  const auto content = entrepot::read_package(bytes, *name, *version, {.max_unpacked_bytes = 1 << 20, .max_ratio = 1});
  if (content) require(content->unpacked_bytes >= 1536 && content->file_count >= 1);
  return 0;
}
