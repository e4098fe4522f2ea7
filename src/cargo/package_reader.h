#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cargo/crate_name.h"
#include "cargo/version.h"

namespace entrepot {

class FileHandle;

/// Bounds on what a .crate may unpack to. The size bound is the larger of the two first, as in cargo.
struct PackageLimits {
  std::uint64_t max_unpacked_bytes = 512ULL * 1024 * 1024;
  std::uint64_t max_ratio =
      20;  ///< unpacked bytes per compressed byte that are allowed whatever max_unpacked_bytes says
  std::uint64_t max_entries = 50'000;
};

/// What a registry wants to know of a .crate that has passed every check.
struct PackageContent {
  std::string manifest;                            ///< the text of Cargo.toml
  std::optional<std::string> original_manifest{};  ///< the text of Cargo.toml.orig
  std::optional<std::string> commit{};             ///< git.sha1 of .cargo_vcs_info.json, when it is a hexadecimal id
  std::uint64_t file_count = 0;
  std::uint64_t file_bytes = 0;      ///< the sum of the sizes of all files
  std::uint64_t unpacked_bytes = 0;  ///< the whole tar stream
};

/// Reads up to `size` bytes at `offset` of the .crate; 0 means its end.
using PackageSource = std::function<Result<std::size_t>(std::uint64_t offset, void* out, std::size_t size)>;

/// Is shown the text of Cargo.toml, Cargo.toml.orig and Cargo.lock (`path` below the top folder), and may refuse the
/// package.
using PackageTextVisitor = std::function<Result<void>(std::string_view path, std::string_view text)>;

/// How many bytes may come out of a .crate of that size.
std::uint64_t most_unpacked(std::uint64_t compressed_bytes, const PackageLimits& limits);

/// Reads a .crate from end to end in bounded memory and refuses, with ErrorCode::invalid and a sentence, whatever
/// cargo, the rules of crates.io or a careful unpacker would stumble over: anything but one gzip member of one tar that
/// ends where the file ends; entries that are not regular files or folders, or stand outside `name-version/`; paths
/// that are absolute, go up, are not UTF-8, collide (also without regard to ASCII case) or cannot exist on Windows;
/// lies between header and pax records; a missing, doubled or misspelled Cargo.toml; bombs. Blocks on the source; any
/// thread. Errors of the source are handed on as they are. Sources: RFC 1952, POSIX.1-2017 pax and ustar, GNU tar
/// manual "Basic Tar Format", the rules of crates.io.
Result<PackageContent> read_package(const PackageSource& source, std::uint64_t compressed_bytes, const CrateName& name,
                                    const Version& version, const PackageLimits& limits,
                                    const PackageTextVisitor& visitor = {});
PackageSource source_of(const FileHandle& file);  ///< the file must outlive it
PackageSource source_of(std::string_view bytes);  ///< likewise
Result<PackageContent> read_package(const FileHandle& file, const CrateName& name, const Version& version,
                                    const PackageLimits& limits, const PackageTextVisitor& visitor = {});
Result<PackageContent> read_package(std::string_view bytes, const CrateName& name, const Version& version,
                                    const PackageLimits& limits, const PackageTextVisitor& visitor = {});

}  // namespace entrepot
