#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/checksum.h"

// Every path of the filesystem store:
//
//   <root>/
//   ├── blobs/                 whole blobs, mode 0444, never changed
//   │   └── ab/                first byte of the SHA-256
//   │       └── cd/            second byte
//   │           └── abcd…ef    all 64 hex digits
//   └── tmp/                   blobs on their way in, mode 0600
//       └── <24 random characters>.part
namespace entrepot::blob {

std::filesystem::path blobs_folder(const std::filesystem::path& root);
std::filesystem::path temporary_folder(const std::filesystem::path& root);

/// `<root>/blobs/ab`
std::filesystem::path outer_shard(const std::filesystem::path& root, const Checksum& checksum);
/// `<root>/blobs/ab/cd`
std::filesystem::path shard(const std::filesystem::path& root, const Checksum& checksum);
std::filesystem::path blob_path(const std::filesystem::path& root, const Checksum& checksum);

std::filesystem::path temporary_path(const std::filesystem::path& root, std::string_view random_name);
bool is_temporary_name(std::string_view file_name);
inline constexpr std::size_t kTemporaryNameLength = 24;

/// The blob that a path relative to `blobs/` ("ab/cd/abcd…") names, if any.
std::optional<Checksum> blob_at(const std::filesystem::path& relative);

}  // namespace entrepot::blob
