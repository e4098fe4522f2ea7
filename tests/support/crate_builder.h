#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace entrepot::testing {

/// One header and its content, written as told, lies included.
struct TarEntry {
  std::string path;  ///< as it stands in the header, so with the top folder; up to 100 bytes
  std::string content{};
  char type = '0';
  std::string link_target{};
  std::string prefix{};                         ///< ustar's prefix field
  std::optional<std::string> size_field{};      ///< replaces the 12 bytes of the size field
  std::optional<std::string> checksum_field{};  ///< replaces the right checksum
  std::string_view magic = {
      "ustar\0"
      "00",
      8};
};

enum class TarEnd : std::uint8_t { two_zero_blocks, one_zero_block, none };

/// Builds a .crate byte by byte, good by default and hostile where told. Without `manifest` there is one with the name,
/// the version, a description and a licence.
class CrateBuilder {
 public:
  CrateBuilder(std::string name, std::string version) : name_(std::move(name)), version_(std::move(version)) {}

  CrateBuilder& manifest(std::string toml);
  CrateBuilder& without_manifest();
  /// A regular file at `path` below the top folder; a path over 100 bytes gets a GNU long name.
  CrateBuilder& file(std::string_view path, std::string_view content);
  CrateBuilder& raw_entry(TarEntry entry);
  /// A pax header ('x', or another type) for the entry that follows.
  CrateBuilder& pax(const std::vector<std::pair<std::string, std::string>>& records, char type = 'x');
  CrateBuilder& end(TarEnd end);
  /// Bytes after the tar's end, inside the gzip member.
  CrateBuilder& after_tar(std::string bytes);
  /// Bytes after the gzip member.
  CrateBuilder& after_gzip(std::string bytes);
  CrateBuilder& compression(int level);

  const std::string& name() const { return name_; }
  const std::string& version() const { return version_; }
  std::string top() const { return name_ + "-" + version_; }
  std::string tar() const;
  std::string build() const;
  /// Publish metadata that fits the default manifest.
  std::string metadata_json() const;
  /// The whole body of a publish: metadata_json() and build().
  std::string body() const;

 private:
  std::string name_;
  std::string version_;
  std::optional<std::string> manifest_;
  bool has_manifest_ = true;
  std::string entries_;
  TarEnd end_ = TarEnd::two_zero_blocks;
  std::string after_tar_;
  std::string after_gzip_;
  int level_ = 6;
};

std::string tar_entry(const TarEntry& entry);
/// One gzip member.
std::string gzip(std::string_view bytes, int level = 6);
/// The body of PUT /api/v1/crates/new.
std::string publish_frame(std::string_view json, std::string_view crate);

}  // namespace entrepot::testing
