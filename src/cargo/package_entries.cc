#include "cargo/package_entries.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/try.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::uint64_t kMaxExtensionBytes = 64 * 1024;  // of a long name or a pax header
constexpr std::uint64_t kMaxPaddingBytes = 1024 * 1024;  // after the end of the tar; GNU tar fills up to 10 KiB

}  // namespace

std::unexpected<Error> malformed_tar(std::string_view why) {
  return invalid("The crate's tar archive is malformed: " + std::string(why) + ".");
}

Result<std::optional<TarHeader>> PackageEntries::next() {
  while (end_ == End::none) {
    TRY_ASSIGN(const bool complete, read_block());
    if (!complete) {
      end_ = End::torn;
    } else if (is_zero_block(block())) {
      end_ = End::zero_block;
    } else {
      TRY_ASSIGN(auto header, read_header());
      if (header) return header;
    }
  }
  return std::nullopt;
}

Result<void> PackageEntries::check_end() {
  if (end_ != End::zero_block) {
    return malformed_tar("it ends without the two blocks of zeros that mark its end");
  }
  if (long_name_ || pax_) return malformed_tar("it ends after a long name or a pax header");
  TRY_ASSIGN(const bool complete, read_block());
  if (!complete || !is_zero_block(block())) return malformed_tar("a single block of zeros does not end it");
  std::uint64_t padding = 0;
  while (true) {
    TRY_ASSIGN(const std::string_view bytes, stream_.next(kTarBlock));
    if (bytes.empty()) return {};
    padding += bytes.size();
    if (!is_zero_block(bytes) || padding > kMaxPaddingBytes) return malformed_tar("something follows its end");
  }
}

/// False at the end of the stream; an error when it ends within a block.
Result<bool> PackageEntries::read_block() {
  std::size_t have = 0;
  while (have < kTarBlock) {
    TRY_ASSIGN(const std::string_view bytes, stream_.next(kTarBlock - have));
    if (bytes.empty() && have == 0) return false;
    if (bytes.empty()) return malformed_tar("it ends in the middle of a block");
    std::memcpy(block_.data() + have, bytes.data(), bytes.size());
    have += bytes.size();
  }
  return true;
}

/// And then its padding, which must be there but may hold anything.
Result<void> PackageEntries::read_content(std::uint64_t size, const std::function<void(std::string_view)>& sink) {
  std::uint64_t left = size;
  while (left > 0) {
    TRY_ASSIGN(const std::string_view bytes,
               stream_.next(static_cast<std::size_t>(std::min<std::uint64_t>(left, SIZE_MAX))));
    if (bytes.empty()) return malformed_tar("it ends in the middle of an entry");
    left -= bytes.size();
    if (sink) sink(bytes);
  }
  std::size_t padding = (kTarBlock - size % kTarBlock) % kTarBlock;
  while (padding > 0) {
    TRY_ASSIGN(const std::string_view bytes, stream_.next(padding));
    if (bytes.empty()) return malformed_tar("it ends in the middle of an entry");
    padding -= bytes.size();
  }
  return {};
}

Result<std::string> PackageEntries::read_text(std::uint64_t size, std::uint64_t most, std::string_view what) {
  if (size > most)
    return invalid("In the crate " + std::string(what) + " is larger than " + std::to_string(most) + " bytes.");
  std::string out;
  TRY(read_content(size, [&out](std::string_view bytes) { out += bytes; }));
  return out;
}

/// What the block just read says of a file or folder; nothing when it was about the name of the next one.
Result<std::optional<TarHeader>> PackageEntries::read_header() {
  if (++entries_ > most_) {
    return invalid("The crate has more than " + std::to_string(most_) + " entries, the limit of this repository.");
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

Result<void> PackageEntries::read_long_name(const TarHeader& header) {
  TRY_ASSIGN(std::string name, read_text(header.size, kMaxExtensionBytes, "a long name"));
  if (name.ends_with('\0')) name.pop_back();
  if (long_name_ || name.empty()) return malformed_tar("a long name is empty or given twice");
  long_name_ = std::move(name);
  return {};
}

Result<void> PackageEntries::read_pax(const TarHeader& header) {
  TRY_ASSIGN(const std::string text, read_text(header.size, kMaxExtensionBytes, "a pax header"));
  if (pax_) return malformed_tar("two pax headers stand before one entry");
  TRY_ASSIGN(pax_, parse_pax_records(text));
  return {};
}

Result<void> PackageEntries::apply_extensions(TarHeader& header) {
  if (pax_ && pax_->size && *pax_->size != header.size) {
    return malformed_tar("the pax header of " + in_quotes(header.path) + " gives another size than the entry itself");
  }
  if (pax_ && pax_->path && long_name_) return malformed_tar("an entry has two long names");
  if (pax_ && pax_->path) header.path = std::move(*pax_->path);
  if (long_name_) header.path = std::move(*long_name_);
  pax_.reset();
  long_name_.reset();
  return {};
}

}  // namespace entrepot
