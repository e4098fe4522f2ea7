#include "registry/crate_contents.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/packaged_metadata.h"

namespace entrepot::registry {
namespace {

/// How long the character is that begins here, 1 to 4 bytes; 0 for bytes that are no UTF-8.
std::size_t character_length(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
    if (is_utf8(text.substr(0, length))) return length;
  }
  return 0;
}

std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

/// Without the beginning of a character that was cut off.
std::string_view without_torn_end(std::string_view text) {
  for (std::size_t cut = 0; cut <= std::min<std::size_t>(3, text.size()); ++cut) {
    const std::string_view rest = text.substr(0, text.size() - cut);
    const auto last = rest.empty() ? 0U : static_cast<unsigned char>(rest.back());
    if (last < 0x80) return rest;
    for (std::size_t length = 2; length <= std::min<std::size_t>(4, rest.size()); ++length) {
      if (is_utf8(rest.substr(rest.size() - length))) return rest;
    }
  }
  return text;
}

struct OpenCrate {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t size = 0;
};

Result<OpenCrate> open(blob::BlobStore& blobs, const CrateFile& crate) {
  auto file = blobs.open(crate.checksum);
  if (!file) {
    if (file.error().code != ErrorCode::not_found) return std::unexpected(std::move(file).error());
    return internal_error("the blob of " + crate.name + " " + crate.version + " is missing");
  }
  TRY_ASSIGN(const std::uint64_t size, (*file)->size());
  return OpenCrate{*std::move(file), size};
}

CrateReadme readme_of(PackageFileStart file) {
  const bool is_truncated = file.size > file.bytes.size();
  return CrateReadme{.path = std::move(file.path),
                     .text = as_utf8(is_truncated ? without_torn_end(file.bytes) : std::string_view(file.bytes)),
                     .is_truncated = is_truncated};
}

}  // namespace

const PackagedFile* CrateContents::file(std::string_view path) const {
  const auto place =
      std::ranges::lower_bound(files, path, {}, [](const PackagedFile& file) { return std::string_view(file.path); });
  return place != files.end() && place->path == path ? &*place : nullptr;
}

Result<CrateIntroductionPointer> read_introduction(blob::BlobStore& blobs, const CrateFile& what) {
  TRY_ASSIGN(const OpenCrate crate, open(blobs, what));
  const PackageSource source = source_of(*crate.file);
  auto out = std::make_shared<CrateIntroduction>();
  TRY_ASSIGN(const auto text, read_package_file(source, crate.size, "Cargo.toml", kMaxManifestBytes, what.limits));
  const auto manifest = parse_manifest(text.value_or(""));
  if (!text || !manifest) return out;
  out->edition = manifest->edition;
  TRY_ASSIGN(auto readme,
             read_likeliest_file(source, crate.size, readme_candidates(*manifest), kMostReadmeBytes, what.limits));
  if (readme) out->readme = readme_of(*std::move(readme));
  return out;
}

Result<CrateContentsPointer> list_contents(blob::BlobStore& blobs, const CrateFile& what) {
  TRY_ASSIGN(const OpenCrate crate, open(blobs, what));
  auto out = std::make_shared<CrateContents>();
  TRY_ASSIGN(out->files,
             list_package_files(source_of(*crate.file), crate.size, what.name + "-" + what.version, what.limits));
  for (const PackagedFile& file : out->files) out->unpacked_bytes += file.size;
  return out;
}

Result<std::optional<std::string>> read_crate_file(blob::BlobStore& blobs, const CrateFile& what, std::string_view path,
                                                   std::uint64_t most) {
  TRY_ASSIGN(const OpenCrate crate, open(blobs, what));
  return read_package_file(source_of(*crate.file), crate.size, path, most, what.limits);
}

}  // namespace entrepot::registry
