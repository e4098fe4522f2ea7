#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/file.h"

namespace entrepot::git {

/// Bytes that are written once and then sent to many: in memory while they are few, else in a file without a name,
/// which ends with its last reader. Immutable when made by Spool::finish; any thread.
struct Spooled {
  std::string memory{};
  std::shared_ptr<const FileHandle> file{};  ///< null when all lies in memory
  std::uint64_t size = 0;
};

/// Appends a piece of them; fails when they are not so long.
Result<void> append_piece(std::string& out, const Spooled& spooled, std::uint64_t offset, std::size_t size);

/// Collects them. One thread at a time.
class Spool {
 public:
  /// So much is kept in memory; above it everything goes to a file in `folder`.
  static constexpr std::size_t kMostInMemory = 256 * 1024;

  explicit Spool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Result<void> append(std::string_view bytes);
  Result<Spooled> finish();

 private:
  Result<void> flush();

  std::filesystem::path folder_;
  std::string pending_;
  std::shared_ptr<const FileHandle> file_;
  std::uint64_t written_ = 0;
};

}  // namespace entrepot::git
