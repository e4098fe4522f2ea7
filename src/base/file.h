#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/error.h"

namespace entrepot {

/// An open file descriptor, closed with its last owner. Any thread; reads are positional (pread).
class FileHandle {
 public:
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle();

  /// For reading. ErrorCode::not_found when there is no such file.
  static Result<std::shared_ptr<const FileHandle>> open(const std::filesystem::path& path);

  int descriptor() const { return descriptor_; }
  Result<std::uint64_t> size() const;
  /// Whether the file still has a name: not once it was removed, or another was renamed over it. Asks no disk.
  bool has_name() const;
  /// Up to `size` bytes at `offset`; 0 means the end of the file.
  Result<std::size_t> read_at(std::uint64_t offset, void* out, std::size_t size) const;

 private:
  int descriptor_;
};

/// The Error of the last system call: a full disk or a want of descriptors becomes `unavailable` with a sentence that
/// says so, the rest `internal`.
std::unexpected<Error> system_error(std::string what, int error_number);

/// Whole file; refuses more than `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);
/// Makes a rename or unlink in the folder durable (fsync of the folder).
Result<void> sync_folder(const std::filesystem::path& folder);
/// Makes the folder and those above it that are missing; each is durable when it returns.
Result<void> create_folders_durably(const std::filesystem::path& folder);
/// Creates or replaces the file with mode 0600, durable when it returns (temporary name, fsync, rename, fsync of the
/// folder).
Result<void> write_file_durably(const std::filesystem::path& path, std::string_view content);

}  // namespace entrepot
