#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "cargo/manifest.h"
#include "cargo/package_reader.h"
#include "cargo/publish_metadata.h"

namespace entrepot {

/// What a dependency without a registry means in a packaged manifest. cargo writes none for crates.io; a crate that was
/// made for a closed world has none for its own registry. (`use_default_cargo_upstream` of a repository.)
enum class UnnamedRegistry : std::uint8_t { crates_io, own };

/// What `cargo publish` would have sent for this manifest, without the README's text: same fields, same spelling, so
/// that both ways give the same index line. Source: cargo, ops/registry/publish.rs: prepare_transmit.
/// ErrorCode::invalid for a manifest that cargo would not have published: `[patch]`, inheritance, a registry by its
/// local name, an artifact dependency.
Result<PublishMetadata> metadata_from_manifest(const Manifest& manifest, UnnamedRegistry unnamed);

/// Where the README is, the likeliest place first: where the manifest says, or where cargo would look.
std::vector<std::string> readme_candidates(const Manifest& manifest);

/// The same from the bytes of a .crate, with the README. The archive is read only as far as that takes: `read_package`
/// and `check_package` must follow. Blocks on the source; any thread.
Result<PublishMetadata> read_packaged_metadata(const PackageSource& source, std::uint64_t compressed_bytes,
                                               const PackageLimits& limits, UnnamedRegistry unnamed,
                                               std::uint64_t max_readme_bytes);

}  // namespace entrepot
