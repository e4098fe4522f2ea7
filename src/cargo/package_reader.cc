#include "cargo/package_reader.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cstring>

#include "base/encoding.h"
#include "base/file.h"
#include "base/try.h"
#include "cargo/gzip_stream.h"
#include "cargo/json_fields.h"
#include "cargo/manifest.h"
#include "cargo/package_entries.h"
#include "cargo/package_paths.h"
#include "cargo/scanner.h"
#include "cargo/tar_header.h"

namespace entrepot {
namespace {

constexpr std::uint64_t kMaxLockFileBytes = 4 * 1024 * 1024;
constexpr std::uint64_t kMaxVcsInfoBytes = 64 * 1024;
/// What the ratio alone may allow: a bomb keeps a thread busy for as long as it unpacks.
constexpr std::uint64_t kMostByRatio = 4ULL * 1024 * 1024 * 1024;

/// The files whose text is kept, by path below the top folder.
enum class Kept : std::uint8_t { manifest, original_manifest, lock_file, vcs_info };
struct KeptRow {
  std::string_view path;
  Kept what;
  std::uint64_t max_bytes;
};
constexpr auto kKept = std::to_array<KeptRow>({{"Cargo.toml", Kept::manifest, kMaxManifestBytes},
                                               {"cargo.toml", Kept::manifest, kMaxManifestBytes},
                                               {"Cargo.toml.orig", Kept::original_manifest, kMaxManifestBytes},
                                               {"Cargo.lock", Kept::lock_file, kMaxLockFileBytes},
                                               {".cargo_vcs_info.json", Kept::vcs_info, kMaxVcsInfoBytes}});

/// git.sha1 of {"git":{"sha1":"…"},"path_in_vcs":""}; nothing when it says anything else, for nothing depends on it.
std::optional<std::string> read_commit(std::string_view json) {
  const auto object = parse_json_object(json, ".cargo_vcs_info.json");
  if (!object) return std::nullopt;
  const auto git = JsonFields(*object, "", NullRule::absent).object("git");
  if (!git || *git == nullptr) return std::nullopt;
  const auto sha1 = JsonFields(**git, "", NullRule::absent).optional_text("sha1");
  const auto is_hex = [](char c) { return is_ascii_digit(c) || (c >= 'a' && c <= 'f'); };
  const bool is_id =
      sha1 && *sha1 && ((*sha1)->size() == 40 || (*sha1)->size() == 64) && std::ranges::all_of(**sha1, is_hex);
  return is_id ? *sha1 : std::nullopt;
}

class Reader {
 public:
  Reader(GzipStream& stream, std::string top, const PackageLimits& limits, const PackageTextVisitor& visitor)
      : stream_(stream), entries_(stream, limits.max_entries), paths_(top), visitor_(visitor) {}

  Result<PackageContent> run() {
    while (true) {
      TRY_ASSIGN(const auto header, entries_.next());
      if (!header) break;
      TRY(header->type == TarHeader::Type::file ? read_file(*header) : read_folder(*header));
    }
    TRY(entries_.check_end());
    if (!has_manifest_) return invalid("The crate has no Cargo.toml in its top folder.");
    content_.unpacked_bytes = stream_.produced();
    return std::move(content_);
  }

 private:
  Result<void> read_folder(const TarHeader& header) {
    if (header.size != 0) return malformed_tar("the folder " + in_quotes(header.path) + " has content");
    TRY(paths_.add(header.path, PackagePathKind::folder));
    return {};
  }

  /// Cargo.toml is told apart before the paths are compared, so that two of them get the sentence that says so.
  Result<void> check_manifest_name(std::string_view path) {
    const std::string_view name = path.substr(std::min(path.find('/'), path.size() - 1) + 1);
    if (!equals_ignoring_case(name, "Cargo.toml")) return {};
    if (has_manifest_) return invalid("The crate has more than one Cargo.toml in its top folder.");
    if (name != "Cargo.toml" && name != "cargo.toml") {
      return invalid("The manifest of the crate must be spelled 'Cargo.toml', not " + in_quotes(name) + ".");
    }
    return {};
  }

  Result<void> read_file(const TarHeader& header) {
    if (header.path.empty()) return malformed_tar("an entry has no name");
    TRY(check_manifest_name(header.path));
    TRY_ASSIGN(const std::string path, paths_.add(header.path, PackagePathKind::file));
    if (equals_ignoring_case(path, ".cargo-ok"))
      return invalid("The crate holds a file '.cargo-ok', which cargo keeps for itself.");
    ++content_.file_count;
    content_.file_bytes += header.size;
    const auto row = std::ranges::find(kKept, path, &KeptRow::path);
    if (row == kKept.end()) return entries_.read_content(header.size);
    TRY_ASSIGN(std::string text, entries_.read_text(header.size, row->max_bytes, path));
    return keep(row->what, path, std::move(text));
  }

  Result<void> keep(Kept what, std::string_view path, std::string text) {
    if (what != Kept::vcs_info && visitor_) TRY(visitor_(path, text));
    switch (what) {
      case Kept::manifest:
        content_.manifest = std::move(text);
        has_manifest_ = true;
        break;
      case Kept::original_manifest:
        content_.original_manifest = std::move(text);
        break;
      case Kept::vcs_info:
        content_.commit = read_commit(text);
        break;
      case Kept::lock_file:
        break;
    }
    return {};
  }

  GzipStream& stream_;
  PackageEntries entries_;
  PackagePaths paths_;
  const PackageTextVisitor& visitor_;
  PackageContent content_;
  bool has_manifest_ = false;
};

}  // namespace

/// Compressed sizes are far below 2^32, ratios below 2^11: no overflow in a product that a limit keeps honest.
std::uint64_t most_unpacked(std::uint64_t compressed_bytes, const PackageLimits& limits) {
  const std::uint64_t by_ratio = std::min<std::uint64_t>(compressed_bytes, UINT32_MAX) * limits.max_ratio;
  return std::max(limits.max_unpacked_bytes, std::min(by_ratio, kMostByRatio));
}

PackageSource source_of(const FileHandle& file) {
  return [&file](std::uint64_t offset, void* out, std::size_t most) { return file.read_at(offset, out, most); };
}

PackageSource source_of(std::string_view bytes) {
  return [bytes](std::uint64_t offset, void* out, std::size_t most) -> Result<std::size_t> {
    if (offset >= bytes.size()) return 0;
    const std::string_view part = bytes.substr(offset, most);
    std::memcpy(out, part.data(), part.size());
    return part.size();
  };
}

Result<PackageContent> read_package(const PackageSource& source, std::uint64_t compressed_bytes, const CrateName& name,
                                    const Version& version, const PackageLimits& limits,
                                    const PackageTextVisitor& visitor) {
  GzipStream stream(source, most_unpacked(compressed_bytes, limits));
  return Reader(stream, name.text() + "-" + version.text(), limits, visitor).run();
}

Result<PackageContent> read_package(const FileHandle& file, const CrateName& name, const Version& version,
                                    const PackageLimits& limits, const PackageTextVisitor& visitor) {
  TRY_ASSIGN(const std::uint64_t size, file.size());
  return read_package(source_of(file), size, name, version, limits, visitor);
}

Result<PackageContent> read_package(std::string_view bytes, const CrateName& name, const Version& version,
                                    const PackageLimits& limits, const PackageTextVisitor& visitor) {
  return read_package(source_of(bytes), bytes.size(), name, version, limits, visitor);
}

}  // namespace entrepot
