#include "blob/paths.h"

#include <algorithm>

#include "base/encoding.h"

namespace entrepot::blob {
namespace {

constexpr std::string_view kTemporarySuffix = ".part";

}  // namespace

std::filesystem::path blobs_folder(const std::filesystem::path& root) {
  return root / "blobs";
}
std::filesystem::path temporary_folder(const std::filesystem::path& root) {
  return root / "tmp";
}

std::filesystem::path outer_shard(const std::filesystem::path& root, const Checksum& checksum) {
  return blobs_folder(root) / checksum.hex().substr(0, 2);
}

std::filesystem::path shard(const std::filesystem::path& root, const Checksum& checksum) {
  return outer_shard(root, checksum) / checksum.hex().substr(2, 2);
}

std::filesystem::path blob_path(const std::filesystem::path& root, const Checksum& checksum) {
  return shard(root, checksum) / checksum.hex();
}

std::filesystem::path temporary_path(const std::filesystem::path& root, std::string_view random_name) {
  return temporary_folder(root) / (std::string(random_name) + std::string(kTemporarySuffix));
}

bool is_temporary_name(std::string_view file_name) {
  if (!file_name.ends_with(kTemporarySuffix)) return false;
  file_name.remove_suffix(kTemporarySuffix.size());
  return file_name.size() == kTemporaryNameLength && std::ranges::all_of(file_name, is_alphanumeric);
}

std::optional<Checksum> blob_at(const std::filesystem::path& relative) {
  const auto checksum = Checksum::parse(relative.filename().native());
  if (!checksum) return std::nullopt;
  const std::string hex = checksum->hex();
  if (relative != std::filesystem::path(hex.substr(0, 2)) / hex.substr(2, 2) / hex) return std::nullopt;
  return *checksum;
}

}  // namespace entrepot::blob
