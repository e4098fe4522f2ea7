#include "cargo/package_files.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/encoding.h"
#include "base/try.h"
#include "cargo/gzip_stream.h"
#include "cargo/package_entries.h"
#include "cargo/package_paths.h"

namespace entrepot {
namespace {

/// What stands after the first slash; "" when there is none.
std::string_view below_top(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
}

/// Whether bytes that come piece by piece are text. A character may be cut by the end of a piece.
class TextCheck {
 public:
  void add(std::string_view piece) {
    if (!is_text_) return;
    std::string joined;
    if (!torn_.empty()) {
      joined = torn_ + std::string(piece);
      piece = joined;
    }
    const std::string_view whole = piece.substr(0, piece.size() - torn_bytes(piece));
    is_text_ = !whole.contains('\0') && is_utf8(whole);
    torn_ = std::string(piece.substr(whole.size()));
  }
  bool is_text() const { return is_text_ && torn_.empty(); }

 private:
  /// How many bytes at the end may begin a character that goes on: up to three (RFC 3629).
  static std::size_t torn_bytes(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
      const auto byte = static_cast<unsigned char>(text[text.size() - back]);
      if (byte < 0x80) return 0;
      if (byte < 0xC0) continue;  // goes on from a byte before it
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      return length > back ? back : 0;
    }
    return 0;
  }

  bool is_text_ = true;
  std::string torn_;
};

/// The next `size` bytes, and nothing behind them.
Result<std::string> read_start(GzipStream& stream, std::uint64_t size) {
  std::string out;
  out.reserve(static_cast<std::size_t>(size));
  while (out.size() < size) {
    TRY_ASSIGN(const std::string_view bytes, stream.next(static_cast<std::size_t>(size - out.size())));
    if (bytes.empty()) return malformed_tar("it ends in the middle of an entry");
    out += bytes;
  }
  return out;
}

}  // namespace

Result<std::map<std::string, std::string, std::less<>>> read_package_files(const PackageSource& source,
                                                                           std::uint64_t compressed_bytes,
                                                                           std::span<const std::string> wanted,
                                                                           std::uint64_t max_bytes,
                                                                           const PackageLimits& limits) {
  GzipStream stream(source, most_unpacked(compressed_bytes, limits));
  PackageEntries entries(stream, limits.max_entries);
  std::map<std::string, std::string, std::less<>> found;
  while (found.size() < wanted.size()) {
    TRY_ASSIGN(const auto header, entries.next());
    if (!header) break;
    const std::string_view path = below_top(header->path);
    if (header->type == TarHeader::Type::file && std::ranges::find(wanted, path) != wanted.end()) {
      TRY_ASSIGN(std::string text, entries.read_text(header->size, max_bytes, path));
      found.emplace(path, std::move(text));
    } else {
      TRY(entries.read_content(header->size));
    }
  }
  return found;
}

Result<std::optional<PackageFileStart>> read_likeliest_file(const PackageSource& source, std::uint64_t compressed_bytes,
                                                            std::span<const std::string> candidates, std::uint64_t most,
                                                            const PackageLimits& limits) {
  GzipStream stream(source, most_unpacked(compressed_bytes, limits));
  PackageEntries entries(stream, limits.max_entries);
  std::optional<PackageFileStart> found;
  std::size_t likelier = candidates.size();  // how many candidates are better than what was found
  while (likelier > 0) {
    TRY_ASSIGN(const auto header, entries.next());
    if (!header) break;
    const std::string_view path = below_top(header->path);
    const auto better = candidates.first(likelier);
    const auto place = path.empty() ? better.end() : std::ranges::find(better, path);
    if (header->type != TarHeader::Type::file || place == better.end()) {
      TRY(entries.read_content(header->size));
      continue;
    }
    likelier = static_cast<std::size_t>(place - better.begin());
    PackageFileStart& start = found.emplace(std::string(path), std::string(), header->size);
    if (likelier == 0) {
      TRY_ASSIGN(start.bytes, read_start(stream, std::min(most, header->size)));
    } else {
      TRY(entries.read_content(header->size, [&start, most](std::string_view bytes) {
        start.bytes += bytes.substr(0, static_cast<std::size_t>(most - start.bytes.size()));
      }));
    }
  }
  return found;
}

Result<std::optional<std::string>> read_package_file(const PackageSource& source, std::uint64_t compressed_bytes,
                                                     std::string_view path, std::uint64_t most,
                                                     const PackageLimits& limits) {
  const std::string wanted(path);
  TRY_ASSIGN(auto found, read_likeliest_file(source, compressed_bytes, std::span(&wanted, 1), most, limits));
  if (!found) return std::nullopt;
  return std::move(found->bytes);
}

Result<std::vector<PackagedFile>> list_package_files(const PackageSource& source, std::uint64_t compressed_bytes,
                                                     std::string_view top, const PackageLimits& limits) {
  GzipStream stream(source, most_unpacked(compressed_bytes, limits));
  PackageEntries entries(stream, limits.max_entries);
  PackagePaths paths(top);
  std::vector<PackagedFile> files;
  while (true) {
    TRY_ASSIGN(const auto header, entries.next());
    if (!header) break;
    const bool is_file = header->type == TarHeader::Type::file;
    TRY_ASSIGN(std::string path, paths.add(header->path, is_file ? PackagePathKind::file : PackagePathKind::folder));
    Sha256 hash;
    TextCheck text;
    TRY(entries.read_content(header->size, [&](std::string_view bytes) {
      hash.update(as_bytes(bytes));
      text.add(bytes);
    }));
    if (!is_file) continue;
    files.push_back(
        {.path = std::move(path), .size = header->size, .checksum = hash.finish(), .is_text = text.is_text()});
  }
  TRY(entries.check_end());
  std::ranges::sort(files, {}, &PackagedFile::path);
  return files;
}

}  // namespace entrepot
