#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "blob/filesystem.h"
#include "blob/paths.h"
#include "contract/blob_store_contract.h"

namespace entrepot::blob {
namespace {

struct Filesystem {
  static Result<std::unique_ptr<BlobStore>> open(const std::filesystem::path& folder) {
    return open_filesystem_store(folder);
  }
  static void add_foreign(const std::filesystem::path& folder) {
    std::ofstream(blobs_folder(folder) / "README") << "not a blob";
  }
  static void make_old(const std::filesystem::path& folder, Timestamp when) {
    const timespec times[2] = {{.tv_sec = to_unix(when), .tv_nsec = 0}, {.tv_sec = to_unix(when), .tv_nsec = 0}};
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      ASSERT_EQ(::utimensat(AT_FDCWD, entry.path().c_str(), times, 0), 0);
    }
  }
  static std::vector<std::string> leftovers(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(temporary_folder(folder))) {
      names.push_back(entry.path().string());
    }
    return names;
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Filesystem, BlobStoreContract, Filesystem);

}  // namespace
}  // namespace entrepot::blob
