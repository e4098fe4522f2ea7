// fuzz-uses: entrepot_cargo ZLIB::ZLIB
#include <algorithm>

#include "cargo/package_files.h"
#include "crate_input.h"

using entrepot::fuzz::require;

// Whatever is listed can be read, and is what the listing says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = entrepot::fuzz::as_crate(data, size);
  const entrepot::PackageSource source = entrepot::source_of(bytes);
  const entrepot::PackageLimits limits{.max_unpacked_bytes = 1 << 20, .max_ratio = 1, .max_entries = 1000};
  const auto files = entrepot::list_package_files(source, bytes.size(), "foo-1.0.0", limits);
  if (!files) return 0;
  require(std::ranges::is_sorted(*files, {}, &entrepot::PackagedFile::path));
  for (std::size_t at = 0; at < std::min<std::size_t>(files->size(), 4); ++at) {
    const entrepot::PackagedFile& file = (*files)[at];
    const auto read = entrepot::read_package_file(source, bytes.size(), file.path, file.size, limits);
    require(read.has_value() && read->has_value() == !file.path.empty());
    if (*read) require((*read)->size() == file.size && entrepot::sha256(**read) == file.checksum);
  }
  return 0;
}
