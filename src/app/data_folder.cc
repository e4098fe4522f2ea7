#include "app/data_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/try.h"

namespace entrepot::app {
namespace {

constexpr std::size_t kSealingKeySize = 32;

Result<void> ensure_folder(const std::filesystem::path& path, FolderUse use) {
  std::error_code problem;
  if (std::filesystem::is_directory(path, problem)) return {};
  if (problem && problem != std::errc::no_such_file_or_directory) {
    return invalid(fmt::format("The data folder {} cannot be read: {}.", path.string(), problem.message()));
  }
  if (use == FolderUse::join) {
    return fail(ErrorCode::not_found,
                fmt::format("There is no data folder {}. Make one with `entrepot init --data {} --admin NAME`.",
                            path.string(), path.string()));
  }
  Result<void> made = create_folders_durably(path);
  if (made && ::chmod(path.c_str(), 0700) != 0) made = system_error("chmod " + path.string(), errno);
  if (made) return {};
  return invalid(fmt::format("The data folder {} cannot be made: {}.", path.string(), made.error().detail));
}

/// Present and not empty: an empty file is what is left of a lost database.
Result<bool> has_content(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0) return status.st_size > 0;
  if (errno == ENOENT) return false;
  const int problem = errno;
  return invalid(fmt::format("The data folder {} cannot be read: {}.", file.parent_path().string(),
                             std::generic_category().message(problem)));
}

bool holds_a_file(const std::filesystem::path& folder) {
  std::error_code problem;
  for (auto entry = std::filesystem::recursive_directory_iterator(folder, problem);
       !problem && entry != std::filesystem::recursive_directory_iterator(); entry.increment(problem)) {
    if (entry->is_regular_file(problem)) return true;
  }
  return false;
}

/// A new database beside the bytes of a lost one would make them look like rubbish, to be removed by the next gc.
Result<void> check_nothing_is_lost(const DataFolder& folder) {
  TRY_ASSIGN(const bool has_database, has_content(folder.database()));
  if (has_database || !holds_a_file(folder.path() / "blobs")) return {};
  return fail(
      ErrorCode::not_found,
      fmt::format("The data folder {} holds crates but no database {}. Restore it from a backup, or move {} away "
                  "to begin anew.",
                  folder.path().string(), folder.database().filename().string(), (folder.path() / "blobs").string()));
}

}  // namespace

DataFolder::DataFolder(std::filesystem::path path, std::unique_ptr<FileHandle> lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

Result<std::unique_ptr<DataFolder>> DataFolder::open(const std::filesystem::path& path, FolderUse use) {
  TRY(ensure_folder(path, use));
  if (use == FolderUse::join) {
    std::unique_ptr<DataFolder> joined(new DataFolder(path, nullptr));
    TRY_ASSIGN(const bool has_database, has_content(joined->database()));
    if (has_database) return joined;
    return fail(ErrorCode::not_found, fmt::format("The data folder {} holds no database {}. If it was lost, restore it "
                                                  "from a backup.",
                                                  path.string(), joined->database().filename().string()));
  }
  const std::filesystem::path lock_path = path / "lock";
  auto lock = std::make_unique<FileHandle>(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lock->descriptor() < 0) {
    return invalid(fmt::format("The data folder {} cannot be written: {}.", path.string(),
                               std::generic_category().message(errno)));
  }
  if (::flock(lock->descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return system_error("flock " + lock_path.string(), errno);
    return fail(ErrorCode::unavailable,
                fmt::format("The data folder {} is in use by another entrepot. Stop that one first.", path.string()));
  }
  std::unique_ptr<DataFolder> own(new DataFolder(path, std::move(lock)));
  TRY(check_nothing_is_lost(*own));
  return own;
}

Result<std::string> DataFolder::sealing_key(Random& random) const {
  const std::filesystem::path path = path_ / "sealing.key";
  Result<std::string> key = read_file(path, kSealingKeySize);
  if (key.has_value() && key->size() == kSealingKeySize) return key;
  if (!key.has_value() && key.error().code == ErrorCode::internal) {
    return invalid(fmt::format("The sealing key {} cannot be read: {}.", path.string(), key.error().detail));
  }
  if (key.has_value() || key.error().code != ErrorCode::not_found) {
    // A new key in its place would make every sealed token unreadable for ever.
    return invalid(
        fmt::format("The sealing key {} is damaged: it must hold exactly {} bytes. Restore it from a backup.",
                    path.string(), kSealingKeySize));
  }
  TRY_ASSIGN(const bool has_database, has_content(database()));
  if (lock_ == nullptr || has_database) {
    return fail(ErrorCode::not_found,
                fmt::format("The sealing key {} is missing, but there is a database whose entitlement tokens it seals. "
                            "Restore it from a backup.",
                            path.string()));
  }
  std::string made(kSealingKeySize, '\0');
  random.fill(reinterpret_cast<std::byte*>(made.data()), made.size());
  TRY(write_file_durably(path, made));
  return made;
}

}  // namespace entrepot::app
