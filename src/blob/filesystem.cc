#include "blob/filesystem.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "base/random.h"
#include "base/try.h"
#include "blob/paths.h"
#include "blob/shard_folders.h"

namespace entrepot::blob {
namespace {

namespace fs = std::filesystem;

/// What is at the path itself; nullopt when nothing is. Links are not followed: the store makes none.
Result<std::optional<struct stat>> look_at(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) == 0) return status;
  if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
  return system_error("stat " + path.string(), errno);
}

class FilesystemBlobWriter final : public BlobWriter {
 public:
  FilesystemBlobWriter(fs::path root, ShardFolders& shards, fs::path temporary, int descriptor)
      : root_(std::move(root)), shards_(shards), temporary_(std::move(temporary)), file_(descriptor) {}
  ~FilesystemBlobWriter() override {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  Result<void> write(ByteView bytes) override;
  Result<std::shared_ptr<const FileHandle>> staged() override { return FileHandle::open(temporary_); }
  std::uint64_t size() const override { return size_; }
  Result<Checksum> commit() override;

 private:
  const fs::path root_;
  ShardFolders& shards_;  // the store's; the store outlives its writers
  fs::path temporary_;    // empty once it has become the blob
  const FileHandle file_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
};

Result<void> FilesystemBlobWriter::write(ByteView bytes) {
  ByteView rest = bytes;
  while (!rest.empty()) {
    const ssize_t count = ::write(file_.descriptor(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error("write " + temporary_.string(), errno);
    rest = rest.subspan(static_cast<std::size_t>(count));
  }
  hash_.update(bytes);
  size_ += bytes.size();
  return {};
}

Result<Checksum> FilesystemBlobWriter::commit() {
  const Checksum checksum = hash_.finish();
  if (::fchmod(file_.descriptor(), 0444) != 0) return system_error("chmod " + temporary_.string(), errno);
  if (::fsync(file_.descriptor()) != 0) return system_error("fsync " + temporary_.string(), errno);

  const fs::path path = blob_path(root_, checksum);
  TRY_ASSIGN(const ShardHold folder, shards_.hold_or_create(checksum));
  if (::futimens(file_.descriptor(), nullptr) != 0) return system_error("futimens " + temporary_.string(), errno);
  // Over one that is there already, too: that may have been damaged since, and these bytes are known to be right.
  if (::rename(temporary_.c_str(), path.c_str()) != 0) return system_error("rename " + path.string(), errno);
  temporary_.clear();
  if (::fsync(folder->descriptor()) != 0) return system_error("fsync folder of " + path.string(), errno);
  return checksum;
}

class FilesystemBlobStore final : public BlobStore {
 public:
  explicit FilesystemBlobStore(fs::path root) : root_(std::move(root)), shards_(root_) {}

  Result<std::unique_ptr<BlobWriter>> create() override;
  Result<std::shared_ptr<const FileHandle>> open(const Checksum& checksum) override;
  Result<void> each(const std::function<Result<void>(const BlobInfo&)>& visit) override;
  Result<std::vector<std::string>> foreign_files() override;
  Result<void> remove(const Checksum& checksum) override;
  Result<bool> remove_unless_renewed(const Checksum& checksum, Timestamp since) override;
  Result<std::uint64_t> remove_abandoned(Timestamp older_than) override;
  Result<StorageSpace> space() override;

 private:
  const fs::path root_;
  ShardFolders shards_;
  SystemRandom random_;
};

Result<std::unique_ptr<BlobWriter>> FilesystemBlobStore::create() {
  const fs::path path = temporary_path(root_, random_alphanumeric(random_, kTemporaryNameLength));
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return system_error("create " + path.string(), errno);
  return std::make_unique<FilesystemBlobWriter>(root_, shards_, path, descriptor);
}

Result<std::shared_ptr<const FileHandle>> FilesystemBlobStore::open(const Checksum& checksum) {
  return FileHandle::open(blob_path(root_, checksum));
}

/// Every file below the folder, deepest first or not, as the file system gives them. What vanishes meanwhile is passed
/// over.
Result<void> walk(const fs::path& folder,
                  const std::function<Result<void>(const fs::path&, const struct stat&)>& visit) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    TRY_ASSIGN(const auto status, look_at(entry->path()));
    if (status && !S_ISDIR(status->st_mode)) TRY(visit(entry->path(), *status));
    entry.increment(error);
  }
  if (error) return system_error("walk " + folder.string(), error.value());
  return {};
}

Result<void> FilesystemBlobStore::each(const std::function<Result<void>(const BlobInfo&)>& visit) {
  const fs::path blobs = blobs_folder(root_);
  return walk(blobs, [&](const fs::path& path, const struct stat& status) -> Result<void> {
    const auto checksum = blob_at(path.lexically_relative(blobs));
    if (!checksum || !S_ISREG(status.st_mode)) return {};
    return visit({*checksum, static_cast<std::uint64_t>(status.st_size), from_unix(status.st_mtim.tv_sec)});
  });
}

Result<std::vector<std::string>> FilesystemBlobStore::foreign_files() {
  std::vector<std::string> foreign;
  const fs::path blobs = blobs_folder(root_);
  const fs::path temporary = temporary_folder(root_);
  TRY(walk(blobs, [&](const fs::path& path, const struct stat& status) -> Result<void> {
    if (!S_ISREG(status.st_mode) || !blob_at(path.lexically_relative(blobs))) {
      foreign.push_back(path.lexically_relative(root_).string());
    }
    return {};
  }));
  TRY(walk(temporary, [&](const fs::path& path, const struct stat& status) -> Result<void> {
    const bool is_ours = path.parent_path() == temporary && is_temporary_name(path.filename().native());
    if (!S_ISREG(status.st_mode) || !is_ours) foreign.push_back(path.lexically_relative(root_).string());
    return {};
  }));
  return foreign;
}

Result<void> FilesystemBlobStore::remove(const Checksum& checksum) {
  TRY(remove_unless_renewed(checksum, Timestamp::max()));
  return {};
}

Result<bool> FilesystemBlobStore::remove_unless_renewed(const Checksum& checksum, Timestamp since) {
  // A commit of the same bytes waits for this hold, and finds the file either renewed and kept or gone.
  auto folder = shards_.hold(checksum);
  if (!folder && folder.error().code == ErrorCode::not_found) return false;
  TRY(folder);
  const fs::path path = blob_path(root_, checksum);
  TRY_ASSIGN(const auto status, look_at(path));
  if (!status || from_unix(status->st_mtim.tv_sec) >= since) return false;
  if (::unlink(path.c_str()) != 0) return system_error("unlink " + path.string(), errno);
  if (::fsync((*folder)->descriptor()) != 0) return system_error("fsync folder of " + path.string(), errno);
  return true;
}

Result<std::uint64_t> FilesystemBlobStore::remove_abandoned(Timestamp older_than) {
  std::uint64_t removed = 0;
  TRY(walk(temporary_folder(root_), [&](const fs::path& path, const struct stat& status) -> Result<void> {
    if (!S_ISREG(status.st_mode) || !is_temporary_name(path.filename().native())) return {};
    if (from_unix(status.st_mtim.tv_sec) >= older_than) return {};
    if (::unlink(path.c_str()) == 0) {
      ++removed;
    } else if (errno != ENOENT) {
      return system_error("unlink " + path.string(), errno);
    }
    return {};
  }));
  return removed;
}

Result<StorageSpace> FilesystemBlobStore::space() {
  std::error_code error;
  const fs::space_info found = fs::space(root_, error);
  if (error) return system_error("space of " + root_.string(), error.value());
  return StorageSpace{.free_bytes = found.available, .total_bytes = found.capacity};
}

}  // namespace

Result<std::unique_ptr<BlobStore>> open_filesystem_store(const fs::path& root) {
  for (const fs::path& folder : {blobs_folder(root), temporary_folder(root)}) {
    if (const auto made = create_folders_durably(folder); !made) {
      return invalid("The blob folder " + folder.string() + " cannot be created: " + made.error().detail + ".");
    }
    if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
      return invalid("The blob folder " + folder.string() + " cannot be written.");
    }
    ::chmod(folder.c_str(), 0700);  // tightens what the umask left; somebody else's folder stays as it is
  }
  TRY(sync_folder(root));
  return std::make_unique<FilesystemBlobStore>(root);
}

}  // namespace entrepot::blob
