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
#include "cargo/package_paths.h"
#include "cargo/scanner.h"
#include "cargo/tar_header.h"

namespace entrepot {
namespace {

constexpr std::uint64_t kMaxExtensionBytes = 64 * 1024;  // of a long name or a pax header
constexpr std::uint64_t kMaxLockFileBytes = 4 * 1024 * 1024;
constexpr std::uint64_t kMaxVcsInfoBytes = 64 * 1024;
/// What the ratio alone may allow: a bomb keeps a thread busy for as long as it unpacks.
constexpr std::uint64_t kMostByRatio = 4ULL * 1024 * 1024 * 1024;
constexpr std::uint64_t kMaxPaddingBytes = 1024 * 1024;  // after the end of the tar; GNU tar fills up to 10 KiB

std::unexpected<Error> malformed(std::string_view why) {
  return invalid("The crate's tar archive is malformed: " + std::string(why) + ".");
}

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

using PackageTexts = std::map<std::string, std::string, std::less<>>;

class Reader {
 public:
  Reader(GzipStream& stream, std::string top, const PackageLimits& limits, const PackageTextVisitor& visitor)
      : stream_(stream), paths_(top), limits_(limits), visitor_(visitor) {}

  Result<PackageContent> run() {
    while (true) {
      TRY_ASSIGN(const bool complete, read_block());
      if (!complete) return malformed("it ends without the two blocks of zeros that mark its end");
      if (is_zero_block(block())) break;
      TRY(read_entry());
    }
    TRY(read_end());
    if (!has_manifest_) return invalid("The crate has no Cargo.toml in its top folder.");
    content_.unpacked_bytes = stream_.produced();
    return std::move(content_);
  }

  Result<PackageTexts> find(std::span<const std::string> wanted, std::uint64_t max_bytes) {
    PackageTexts found;
    while (found.size() < wanted.size()) {
      TRY_ASSIGN(const bool complete, read_block());
      if (!complete || is_zero_block(block())) break;
      TRY_ASSIGN(const auto header, read_header());
      if (!header) continue;
      const std::size_t slash = header->path.find('/');
      const std::string_view path =
          std::string_view(header->path).substr(slash == std::string::npos ? header->path.size() : slash + 1);
      if (header->type == TarHeader::Type::file && std::ranges::find(wanted, path) != wanted.end()) {
        TRY_ASSIGN(std::string text, read_text(header->size, max_bytes, path));
        found.emplace(path, std::move(text));
      } else {
        TRY(read_content(header->size, [](std::string_view) {}));
      }
    }
    return found;
  }

 private:
  std::string_view block() const { return {block_.data(), block_.size()}; }

  /// False at the end of the stream; an error when it ends within a block.
  Result<bool> read_block() {
    std::size_t have = 0;
    while (have < kTarBlock) {
      TRY_ASSIGN(const std::string_view bytes, stream_.next(kTarBlock - have));
      if (bytes.empty() && have == 0) return false;
      if (bytes.empty()) return malformed("it ends in the middle of a block");
      std::memcpy(block_.data() + have, bytes.data(), bytes.size());
      have += bytes.size();
    }
    return true;
  }

  /// The content of an entry, and then its padding, which must be there but may hold anything.
  template <typename Sink>
  Result<void> read_content(std::uint64_t size, Sink&& sink) {
    std::uint64_t left = size;
    while (left > 0) {
      TRY_ASSIGN(const std::string_view bytes,
                 stream_.next(static_cast<std::size_t>(std::min<std::uint64_t>(left, SIZE_MAX))));
      if (bytes.empty()) return malformed("it ends in the middle of an entry");
      left -= bytes.size();
      sink(bytes);
    }
    std::size_t padding = (kTarBlock - size % kTarBlock) % kTarBlock;
    while (padding > 0) {
      TRY_ASSIGN(const std::string_view bytes, stream_.next(padding));
      if (bytes.empty()) return malformed("it ends in the middle of an entry");
      padding -= bytes.size();
    }
    return {};
  }

  Result<std::string> read_text(std::uint64_t size, std::uint64_t most, std::string_view what) {
    if (size > most)
      return invalid("In the crate " + std::string(what) + " is larger than " + std::to_string(most) + " bytes.");
    std::string out;
    TRY(read_content(size, [&out](std::string_view bytes) { out += bytes; }));
    return out;
  }

  /// What the block just read says of a file or folder; nothing when it was about the name of the next one.
  Result<std::optional<TarHeader>> read_header() {
    if (++entries_ > limits_.max_entries) {
      return invalid("The crate has more than " + std::to_string(limits_.max_entries) +
                     " entries, the limit of this repository.");
    }
    TRY_ASSIGN(TarHeader header, parse_tar_header(block()));
    switch (header.type) {
      case TarHeader::Type::gnu_long_name:
        TRY(read_long_name(header));
        return std::nullopt;
      case TarHeader::Type::pax:
        TRY(read_pax(header));
        return std::nullopt;
      case TarHeader::Type::file:
      case TarHeader::Type::folder:
        break;
    }
    TRY(apply_extensions(header));
    return header;
  }

  Result<void> read_entry() {
    TRY_ASSIGN(const auto header, read_header());
    if (!header) return {};
    return header->type == TarHeader::Type::file ? read_file(*header) : read_folder(*header);
  }

  Result<void> read_long_name(const TarHeader& header) {
    TRY_ASSIGN(std::string name, read_text(header.size, kMaxExtensionBytes, "a long name"));
    if (name.ends_with('\0')) name.pop_back();
    if (long_name_ || name.empty()) return malformed("a long name is empty or given twice");
    long_name_ = std::move(name);
    return {};
  }

  Result<void> read_pax(const TarHeader& header) {
    TRY_ASSIGN(const std::string text, read_text(header.size, kMaxExtensionBytes, "a pax header"));
    if (pax_) return malformed("two pax headers stand before one entry");
    TRY_ASSIGN(pax_, parse_pax_records(text));
    return {};
  }

  Result<void> apply_extensions(TarHeader& header) {
    if (pax_ && pax_->size && *pax_->size != header.size) {
      return malformed("the pax header of " + in_quotes(header.path) + " gives another size than the entry itself");
    }
    if (pax_ && pax_->path && long_name_) return malformed("an entry has two long names");
    if (pax_ && pax_->path) header.path = std::move(*pax_->path);
    if (long_name_) header.path = std::move(*long_name_);
    pax_.reset();
    long_name_.reset();
    return {};
  }

  Result<void> read_folder(const TarHeader& header) {
    if (header.size != 0) return malformed("the folder " + in_quotes(header.path) + " has content");
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
    if (header.path.empty()) return malformed("an entry has no name");
    TRY(check_manifest_name(header.path));
    TRY_ASSIGN(const std::string path, paths_.add(header.path, PackagePathKind::file));
    if (equals_ignoring_case(path, ".cargo-ok"))
      return invalid("The crate holds a file '.cargo-ok', which cargo keeps for itself.");
    ++content_.file_count;
    const auto row = std::ranges::find(kKept, path, &KeptRow::path);
    if (row == kKept.end()) return read_content(header.size, [](std::string_view) {});
    TRY_ASSIGN(std::string text, read_text(header.size, row->max_bytes, path));
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

  /// One block of zeros has been read: there must be another, and then nothing but zeros.
  Result<void> read_end() {
    if (long_name_ || pax_) return malformed("it ends after a long name or a pax header");
    TRY_ASSIGN(const bool complete, read_block());
    if (!complete || !is_zero_block(block())) return malformed("a single block of zeros does not end it");
    std::uint64_t padding = 0;
    while (true) {
      TRY_ASSIGN(const std::string_view bytes, stream_.next(kTarBlock));
      if (bytes.empty()) return {};
      padding += bytes.size();
      if (!is_zero_block(bytes) || padding > kMaxPaddingBytes) return malformed("something follows its end");
    }
  }

  GzipStream& stream_;
  PackagePaths paths_;
  const PackageLimits& limits_;
  const PackageTextVisitor& visitor_;
  std::array<char, kTarBlock> block_{};
  PackageContent content_;
  bool has_manifest_ = false;
  std::uint64_t entries_ = 0;
  std::optional<std::string> long_name_;
  std::optional<PaxRecords> pax_;
};

/// Compressed sizes are far below 2^32, ratios below 2^11: no overflow in a product that a limit keeps honest.
std::uint64_t most_unpacked(std::uint64_t compressed_bytes, const PackageLimits& limits) {
  const std::uint64_t by_ratio = std::min<std::uint64_t>(compressed_bytes, UINT32_MAX) * limits.max_ratio;
  return std::max(limits.max_unpacked_bytes, std::min(by_ratio, kMostByRatio));
}

}  // namespace

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

Result<PackageTexts> read_package_files(const PackageSource& source, std::uint64_t compressed_bytes,
                                        std::span<const std::string> wanted, std::uint64_t max_bytes,
                                        const PackageLimits& limits) {
  GzipStream stream(source, most_unpacked(compressed_bytes, limits));
  const PackageTextVisitor nobody;
  return Reader(stream, "", limits, nobody).find(wanted, max_bytes);
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
