#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cargo/gzip_stream.h"
#include "cargo/tar_header.h"

namespace entrepot {

/// The files and folders of a .crate one after the other, with the long names and sizes of their extensions applied, in
/// bounded memory. Says nothing about paths: they are bytes. The stream must outlive it. One thread at a time. Sources:
/// POSIX.1-2017 pax and ustar, GNU tar manual "Basic Tar Format".
class PackageEntries {
 public:
  /// Extension headers count too; one entry more than `most` is an error.
  PackageEntries(GzipStream& stream, std::uint64_t most) : stream_(stream), most_(most) {}

  /// The next file or folder, whose content must be read then. Nothing at the end, which `check_end` judges.
  Result<std::optional<TarHeader>> next();
  /// That there are two blocks of zeros, and then nothing but zeros. After `next` gave nothing.
  Result<void> check_end();

  /// The content of the present entry, piece by piece; `sink` may be empty.
  Result<void> read_content(std::uint64_t size, const std::function<void(std::string_view)>& sink = {});
  /// The same as a text; larger than `most` is an error about `what`.
  Result<std::string> read_text(std::uint64_t size, std::uint64_t most, std::string_view what);

 private:
  enum class End : std::uint8_t { none, zero_block, torn };

  std::string_view block() const { return {block_.data(), block_.size()}; }
  Result<bool> read_block();
  Result<std::optional<TarHeader>> read_header();
  Result<void> read_long_name(const TarHeader& header);
  Result<void> read_pax(const TarHeader& header);
  Result<void> apply_extensions(TarHeader& header);

  GzipStream& stream_;
  std::uint64_t most_;
  std::uint64_t entries_ = 0;
  std::array<char, kTarBlock> block_{};
  End end_ = End::none;
  std::optional<std::string> long_name_;
  std::optional<PaxRecords> pax_;
};

/// The sentence for a tar that is none.
std::unexpected<Error> malformed_tar(std::string_view why);

}  // namespace entrepot
